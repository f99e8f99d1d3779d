import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { checkpointFolders } from "../support/pipeline/checkpoints.ts";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { planRefusal } from "../support/plan_here.ts";
import { until } from "../support/pipeline/until.ts";
import { exists } from "../../pipeline/base/read_files.ts";
import { COMMAND_LINE } from "../support/root.ts";

const chain = (name: string, first: string) =>
  shell(`${name}1`, first, "outputs: { o: o }") +
  shell(
    `${name}2`,
    `cat \${input.i} > o; : ${name}`,
    `needs: { i: ${name}1 }\noutputs: { o: o }`,
  );

Deno.test("with --keep-going the other chains finish, and the followers of the failed one are skipped", async () => {
  await using project = commandProject(
    chain("a", "touch o") + chain("b", "exit 3") +
      chain("c", "sleep 0.5; touch o"),
  );
  const out = await project.expect(1, "run", "a.yaml", "--keep-going");
  assertEquals(project.executed(), ["a1", "a2", "c1", "c2"]);
  assertMatch(out, /skipped b2/);
  assertStringIncludes(out, "failed: b1");
});

Deno.test("without --keep-going, running siblings are allowed to end", async () => {
  await using project = commandProject(
    chain("a", "sleep 1; touch o") + chain("b", "sleep 0.3; exit 3"),
  );
  await project.expect(1, "run", "a.yaml", "--jobs", "2");
  assertEquals(project.executed(), ["a1"]);
});

Deno.test("a sweep resumes where it stopped, and new values run alone", async () => {
  await using project = commandProject(
    "  point:\n    use: command\n    run: [sh, -c, 'test $1 != 6 || test -e fixed && echo $1 > o', sh, $n]\n    code: [mark]\n    outputs: { o: o }\n    publish: true\n",
    "matrix: { n: [4, 5, 6, 7] }\n",
  );
  project.write("mark/x", "");
  await project.expect(1, "run", "a.yaml", "-k");
  assertEquals(project.executed().length, 3);
  const before = [...Deno.readDirSync(`${project.folder}/results/case`)].map((
    { name },
  ) => name).sort();
  assertEquals(before.length, 3);
  // Only the corrected point runs: its own parameter changes.
  project.write(
    "a.yaml",
    project.read("a.yaml").replace("$n]", "$n, again]").replace("matrix:", "x:")
      .replace("x:", "matrix:"),
  );
  project.write(
    "a.yaml",
    project.read("a.yaml").replace(", again]", "]").replace(
      "test $1 != 6 || test -e fixed && ",
      "test $1 != 60 && ",
    ),
  );
  project.forget();
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed().length, 4);
  project.forget();
  project.write(
    "a.yaml",
    project.read("a.yaml").replace("6, 7]", "6, 7, 11, 12]"),
  );
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["point@n=11", "point@n=12"]);
  const names = [...Deno.readDirSync(`${project.folder}/results/case`)].map((
    { name },
  ) => name);
  assert(before.every((name) => names.includes(name)));
});

const STEPS = (lr: string) =>
  shell(
    "train",
    "n=$(cat $SDARTS_CHECKPOINT/n 2>/dev/null || echo 0); echo from $n; while [ $n -lt 30 ]; do n=$((n+1)); echo $n > $SDARTS_CHECKPOINT/new; mv $SDARTS_CHECKPOINT/new $SDARTS_CHECKPOINT/n; sleep 0.03; done; echo $n " +
      lr + " > o",
    "outputs: { o: o }\npublish: true",
  );

Deno.test("a killed stage resumes from its checkpoint, and another parameter starts from the beginning", async () => {
  await using project = commandProject(STEPS("0.1"));
  const child = project.start("run", "a.yaml");
  const saved = () => {
    try {
      const root = `${project.folder}/.sdarts/checkpoints`;
      const [key] = [...Deno.readDirSync(root)];
      return Number(Deno.readTextFileSync(`${root}/${key!.name}/n`));
    } catch {
      return 0;
    }
  };
  await until(() => saved() >= 10);
  Deno.kill(child.pid, "SIGKILL");
  await child.output();
  await until(() => {
    const before = saved();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
    return saved() === before;
  });
  const at = saved();
  assert(at >= 10 && at < 30, `at ${at}`);
  const other = STEPS("0.2");
  const plain = project.read("a.yaml");
  project.write("a.yaml", `name: case\nstages:\n${other}`);
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read("results/case/o"), "30 0.2\n");
  project.write("a.yaml", plain);
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.read("results/case/o"), "30 0.1\n");
  const logs = [...Deno.readDirSync(`${project.folder}/.sdarts/logs`)].map((
    { name },
  ) => project.read(`.sdarts/logs/${name}`));
  assertEquals(logs.filter((log) => log.includes("from 0\n")).length, 1);
  assertEquals(logs.filter((log) => log.includes(`from ${at}\n`)).length, 1);
});

/** Two stages that write when they began and ended, in nanoseconds. */
function alone(limits: string): string {
  return ["a", "b"].map((id) =>
    shell(
      id,
      `date +%s%N > ${id}; sleep 0.4; date +%s%N >> ${id}`,
      `${limits}\noutputs: { o: ${id} }\npublish: true`,
    )
  ).join("");
}

for (
  const [name, limits, env] of [
    ["one GPU", "resources: { gpus: 1 }", { CUDA_VISIBLE_DEVICES: "0" }],
    [
      "more than half of the memory",
      `resources: { memory: ${
        Math.floor(Deno.systemMemoryInfo().total / 2 ** 20 * 0.6)
      }M }`,
      {},
    ],
  ] as const
) {
  Deno.test(`two stages that each need ${name} never overlap`, async () => {
    await using project = commandProject(alone(limits));
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...COMMAND_LINE,
        "run",
        "a.yaml",
        "--jobs",
        "4",
        "--project",
        project.folder,
      ],
      cwd: project.folder,
      env,
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stdout));
    assertEquals(project.executed(), ["a", "b"]);
    const [first, second] = ["a", "b"].map((id) =>
      project.read(`results/case/${id}`).trim().split("\n").map(BigInt)
    ).sort(([one], [other]) => one! < other! ? -1 : 1);
    assert(first![1]! <= second![0]!, `${first} overlaps ${second}`);
  });
}

for (
  const [limits, message] of [
    [
      "resources: { gpus: 99 }",
      /a needs 99 gpus, but this machine has \d+/,
    ],
    [
      "resources: { memory: 900T }",
      /a needs \d+ MiB of memory, but this machine has/,
    ],
    ["resources: { cpus: 9999 }", /a needs 9999 cpus, but this machine has/],
    [
      "resources: { memory: 20 }",
      /Expected memory to be a size such as "512M"/,
    ],
    ["resources: { cpu: 1 }", /did you mean cpus\?/],
    [
      "resources: { gpus: 0.5 }",
      /Expected gpus to be a whole number of at least 0, as a GPU works for one stage at a time but found 0\.5/,
    ],
    ["timeout: soon", /Expected timeout to be a time/],
    ["retries: -1", /Expected retries to be a whole number/],
  ] as const
) {
  Deno.test(`${limits} is refused when the file is planned`, async () => {
    await using project = commandProject(shell("a", "true", limits));
    const refusal = await planRefusal(project.folder);
    assertMatch(refusal, /a\.yaml:\d+:\d+: /);
    assertMatch(refusal, message);
  });
}

Deno.test("a stage that runs out of time is ended with all that it started, and tried again", async () => {
  await using project = commandProject(
    shell(
      "hung",
      "trap '' TERM; echo attempt; (trap '' TERM; while true; do date > ${checkpoint}/mark; sleep 0.1; done) & setsid sh -c \"trap '' TERM; while true; do date > ${checkpoint}/mark2; sleep 0.1; done\" & while true; do sleep 1; done",
      "timeout: 1s\nretries: 1",
    ),
  );
  const out = await project.expect(1, "run", "a.yaml", "--grace", "1");
  assertStringIncludes(out, "it ran out of time (timeout: 1s)");
  assertStringIncludes(out, "attempt 1 of 2 failed");
  const logs = [...Deno.readDirSync(`${project.folder}/.sdarts/logs`)].map((
    { name },
  ) => name);
  assertEquals(logs.length, 2);
  for (const name of logs) {
    assertStringIncludes(project.read(`.sdarts/logs/${name}`), "attempt");
  }
  const [folder] = checkpointFolders(project);
  const marks = ["mark", "mark2"].map((name) => `${folder}/${name}`);
  for (const path of marks) {
    assert(exists(path));
    await Deno.remove(path);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  assertEquals(marks.map(exists), [false, false]);
});

Deno.test("a second attempt that works is enough", async () => {
  await using project = commandProject(
    shell(
      "moody",
      "if [ -e ${checkpoint}/mark ]; then touch o; else touch ${checkpoint}/mark; exit 1; fi",
      "retries: 2\noutputs: { o: o }",
    ),
  );
  await project.expect(0, "run", "a.yaml");
  assertEquals(project.executed(), ["moody"]);
});
