import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";

const SWEEP = `name: toy
matrix: { seed: [1, -1, 3] }
stages:
  num: { use: number, with: { value: $seed } }
  sq: { use: square, needs: { number: num } }
  all: { use: total, needs: { numbers: "sq[*]" }, publish: true }
`;

Deno.test("a run executes everything once, publishes, and a second run nothing", async () => {
  await using project = toyProject(SWEEP);
  const first = await project.run("run", "a.yaml");
  assertEquals(first.code, 0, first.err);
  assertMatch(
    first.out,
    /total 11\n\nwrote results\/toy\/total.txt\nran 7, cached 0, failed 0 in /,
  );
  assertEquals(project.read("results/toy/total.txt"), "total 11\n");
  // a process of its own, from whose start the seconds are counted
  const second = await project.launch(["run", "a.yaml"], {}).output();
  assertEquals(second.code, 0);
  assertMatch(
    new TextDecoder().decode(second.stdout),
    /\nran 0, cached 7 in \d+\.\ds\n$/,
  );
  assertEquals(project.ran().length, 7);
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/work`)], []);
  assertEquals(
    [...Deno.readDirSync(`${project.folder}/.sdarts/checkpoints`)],
    [],
  );
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/tmp`)], []);
});

Deno.test("a run after an edit executes what the edit reaches, and plan says why before", async () => {
  await using project = toyProject(SWEEP);
  await project.run("run", "a.yaml");
  project.forget();

  // Another spelling, order and indentation of the same values; an anchor; comments in code.
  project.write(
    "a.yaml",
    `# comment
stages:
  all: { publish: true, needs: { numbers: "sq[*]" }, use: total }
  num:
    with: { "value": $seed }
    use: number
  sq: { use: square, needs: &n { number: num } }
matrix: { seed: [1.0, -1e0, 3] }
name: toy
`,
  );
  project.write("lib/text.ts", `// comment\n${project.read("lib/text.ts")}`);
  const same = await project.run("run", "a.yaml");
  assertMatch(same.out, /ran 0, cached 7/);

  // A new value on the axis runs its own points and what gathers them.
  project.write("a.yaml", SWEEP.replace("-1", "4"));
  const plan = JSON.parse((await project.run("plan", "a.yaml", "--json")).out);
  assertEquals(plan.counts, { run: 2, wait: 1, cached: 4 });
  assertEquals(plan.instances[1], {
    ...plan.instances[1],
    instance: "num@seed=4",
    state: "run",
    reasons: ["never run"],
  });
  await project.run("run", "a.yaml");
  assertEquals(project.ran(), ["all", "num@seed=4", "sq@seed=4"]);
  project.forget();

  project.write(
    "lib/text.ts",
    project.read("lib/text.ts").replace(
      "JSON.stringify(value)",
      "`${JSON.stringify(value)}\\n`",
    ),
  );
  const code = await project.run("plan", "a.yaml");
  assertStringIncludes(
    code.out,
    "run    num@seed=1  code: lib/text.ts changed",
  );
  assertStringIncludes(code.out, "wait   sq@seed=1   waits for num@seed=1");
  // Early cut-off: the numbers differ by a line break, their squares are equal, so the total does not run.
  await project.run("run", "a.yaml");
  assertEquals(project.ran(), [
    "num@seed=1",
    "num@seed=3",
    "num@seed=4",
    "sq@seed=1",
    "sq@seed=3",
    "sq@seed=4",
  ]);
  project.forget();

  // Back to a former state: everything is a hit.
  project.write("a.yaml", SWEEP.replace("-1", "4"));
  project.write(
    "lib/text.ts",
    project.read("lib/text.ts").replace(
      "`${JSON.stringify(value)}\\n`",
      "JSON.stringify(value)",
    ),
  );
  assertMatch((await project.run("run", "a.yaml")).out, /ran 0, cached 7/);
});

Deno.test("plan names a changed parameter, environment variable and stage", async () => {
  const text = (value: number) =>
    `name: t\nstages:\n  num: { use: number, with: { value: ${value} } }\n`;
  await using project = toyProject(text(2));
  await project.run("run", "a.yaml");
  project.write("a.yaml", text(3));
  assertStringIncludes(
    (await project.run("plan", "a.yaml")).out,
    "run    num  params: value 2 -> 3",
  );
});

Deno.test("a failed stage is not cached, keeps its output apart, and with -k the rest runs", async () => {
  const text = (fail: boolean) =>
    `name: t
matrix: { fail: [false, ${fail}], exclude: [{ fail: ${!fail} }] }
stages:
  good: { use: number, with: { value: 1 } }
  bad: { use: number, with: { value: 2, fail: $fail } }
  after: { use: square, needs: { number: bad } }
  beside: { use: square, needs: { number: good } }
`;
  await using project = toyProject(text(true));
  const failed = await project.run("run", "a.yaml", "--keep-going");
  assertEquals(failed.code, 1);
  assertMatch(
    failed.out,
    /failed bad@fail=true .* Expected luck but found none\n {2}all of its log: (sdarts|deno task pipeline) log bad@fail=true --project /,
  );
  assertStringIncludes(failed.out, "skipped after@fail=true");
  assertMatch(failed.out, /ran 2, cached 0, failed 1, not run 1 in/);
  assert(!failed.out.includes("    at "), "no stack trace for the user");
  const [kept] = [...Deno.readDirSync(`${project.folder}/.sdarts/failed`)];
  assertEquals(project.read(`.sdarts/failed/${kept?.name}/number.json`), "2");
  const again = await project.run("run", "a.yaml");
  assertEquals(again.code, 1);
  assertMatch(again.out, /failed 1/);
});

Deno.test("a stage that leaves an output out or writes elsewhere fails", async () => {
  await using project = toyProject(
    "name: t\nstages:\n  num: { use: number, with: { value: 1 } }\n",
  );
  const stage = project.read("stages/number/stage.ts");
  project.write(
    "stages/number/stage.ts",
    stage.replace(/await Deno.writeTextFile.*/, ""),
  );
  const missing = await project.run("run", "a.yaml");
  assertEquals(missing.code, 1);
  assertStringIncludes(
    missing.out,
    "the stage did not write its output number to number.json",
  );
  project.write(
    "stages/number/stage.ts",
    stage.replace('output("number")', JSON.stringify(`${project.folder}/x`)),
  );
  const elsewhere = await project.run("run", "a.yaml");
  assertEquals(elsewhere.code, 1);
  assertStringIncludes(
    elsewhere.out,
    `the stage requires write access to "${project.folder}/x"`,
  );
});

Deno.test("a stage sees only declared variables, and their values are part of the key", async () => {
  await using project = toyProject(
    "name: t\nstages:\n  num: { use: number, with: { value: 1 } }\n",
  );
  const stage = project.read("stages/number/stage.ts");
  project.write(
    "stages/number/stage.ts",
    stage.replace("text(params.value)", 'Deno.env.get("TOY") ?? "unset"'),
  );
  const run = async (toy?: string) => {
    if (toy === undefined) Deno.env.delete("TOY");
    else Deno.env.set("TOY", toy);
    return (await project.run("run", "a.yaml")).out;
  };
  try {
    assertMatch(await run("a"), /ran 1, /);
    assertMatch(await run(), /ran 1, /);
    assertMatch(await run("b"), /ran 1, /);
    assertMatch(await run("a"), /ran 0, cached 1/);
    assertMatch(await run(), /ran 0, cached 1/);
  } finally {
    Deno.env.delete("TOY");
  }
  project.write(
    "stages/number/stage.ts",
    stage.replace("text(params.value)", 'Deno.env.get("HOME") ?? "unset"'),
  );
  assertStringIncludes(await run(), 'the stage requires env access to "HOME"');
});

Deno.test("published files that were deleted or altered come back without a run", async () => {
  await using project = toyProject(SWEEP);
  await project.run("run", "a.yaml");
  Deno.removeSync(`${project.folder}/results/toy/total.txt`);
  assertMatch(
    (await project.run("run", "a.yaml")).out,
    /wrote results\/toy\/total.txt\nran 0, /,
  );
  project.write("results/toy/total.txt", "total 12\n");
  assertMatch(
    (await project.run("run", "a.yaml")).out,
    /wrote results\/toy\/total.txt\nran 0, /,
  );
  assertEquals(project.read("results/toy/total.txt"), "total 11\n");
});

Deno.test("--json writes events as lines and one object for plan and status", async () => {
  await using project = toyProject(SWEEP);
  const events = (await project.run("run", "a.yaml", "--json")).out.trim()
    .split("\n").map((line) => JSON.parse(line));
  assertEquals(events.filter(({ type }) => type === "done").length, 7);
  assertEquals(events.at(-1), {
    ...events.at(-1),
    type: "summary",
    ran: 7,
    cached: 0,
    failed: 0,
  });
  const status = JSON.parse(
    (await project.run("status", "a.yaml", "--json")).out,
  );
  assertEquals(status.counts, { done: 7 });
});

Deno.test("a request for more than the machine has is refused before anything runs", async () => {
  await using project = toyProject(
    "name: t\nstages:\n  num: { use: number, with: { value: 1 } }\n",
  );
  const stage = project.read("stages/number/stage.ts");
  project.write(
    "stages/number/stage.ts",
    stage.replace(
      "inputs: {}",
      "resources: () => ({ memory: 2 ** 40 }), inputs: {}",
    ),
  );
  for (const command of ["plan", "run"]) {
    const { code, err } = await project.run(command, "a.yaml");
    assertEquals(code, 2);
    assertMatch(
      err,
      /^a.yaml:3:15: num needs 1099511627776 MiB of memory, but this machine has \d+\n$/,
    );
  }
});

Deno.test("a toolchain is part of the key, is made ready once, and its grant reaches the process", async () => {
  await using project = toyProject(`name: t
matrix: { seed: [1, 2] }
stages:
  num: { use: number, with: { value: $seed } }
`);
  const stage = project.read("stages/number/stage.ts");
  const marks = `${project.folder}/prepared.txt`;
  const toolchain = `toolchain: {
    name: "toy",
    identify: () => Promise.resolve({ version: "1" }),
    prepare: (report) => {
      Deno.writeTextFileSync(${JSON.stringify(marks)}, "x", { append: true });
      report({ done: 1, total: 1, unit: "byte" });
      return Promise.resolve({ env: { TOY_LIBRARY: "here" }, read: [], ffi: [] });
    },
  },
  inputs: {}`;
  const code = stage.replace("inputs: {}", toolchain).replace(
    "text(params.value)",
    'Deno.env.get("TOY_LIBRARY")',
  );
  project.write("stages/number/stage.ts", code);
  const first = await project.run("run", "a.yaml");
  assertMatch(first.out, /ran 2, cached 0, failed 0/);
  assertEquals(Deno.readTextFileSync(marks), "x");
  const second = await project.run("run", "a.yaml");
  assertMatch(second.out, /ran 0, cached 2/);
  assertEquals(Deno.readTextFileSync(marks), "x");
  project.write(
    "stages/number/stage.ts",
    code.replace('version: "1"', 'version: "2"'),
  );
  // The declaration is code that the stage reaches, too.
  assertMatch(
    (await project.run("plan", "a.yaml")).out,
    /num@seed=1 +code: stages\/number\/stage.ts changed; toolchain: version 1 -> 2\n/,
  );
});

Deno.test("outputs of a stage that fans out are published in folders named like its instances", async () => {
  await using project = toyProject(`name: t
matrix: { seed: [1, 2] }
stages:
  num: { use: number, with: { value: $seed }, publish: true }
`);
  await project.run("run", "a.yaml");
  assertEquals(project.read("results/t/num@seed=2/number.json"), "2");
});

Deno.test("two stages that publish one path are refused before anything runs", async () => {
  await using project = toyProject(`name: t
stages:
  a: { use: number, with: { value: 1 }, publish: true }
  b: { use: number, with: { value: 2 }, publish: true }
`);
  const { code, err } = await project.run("run", "a.yaml");
  assertEquals(code, 2);
  assertEquals(
    err,
    "a.yaml: Expected different published paths but found number.json of a and number.json of b\n",
  );
});

Deno.test("wrong command lines and files end with 2 and one line", async () => {
  await using project = toyProject("name: t\nstages: { a: { use: numbr } }\n");
  for (
    const [args, message] of [
      [
        ["pln"],
        "or a .yaml file but found pln (did you mean plan?)\n",
      ],
      [
        ["run", "b.yaml"],
        "b.yaml not found\n",
      ],
      [
        ["run", "a.yaml"],
        "a.yaml:2:21: Expected use to be one of benchmark, count, derive, ",
      ],
    ] as const
  ) {
    const { code, err } = await project.run(...args);
    assertEquals(code, 2);
    assertStringIncludes(err, message);
    assertEquals(err.trim().split("\n").length, 1);
  }
});
