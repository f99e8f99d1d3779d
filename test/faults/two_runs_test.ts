import { assertEquals, assertStringIncludes } from "@std/assert";
import { exists } from "../../pipeline/base/read_files.ts";
import { checkpointFolders } from "../support/pipeline/checkpoints.ts";
import {
  type CommandProject,
  commandProject,
  shell,
} from "../support/pipeline/command_project.ts";
import { processLine } from "../support/pipeline/process_line.ts";
import { until } from "../support/pipeline/until.ts";

const SLOW = shell(
  "slow",
  "echo part > k; sleep 1; echo done >> k",
  "outputs: { k: k }\npublish: true",
);

/** A stage that ends once it is released. */
const HELD = shell(
  "slow",
  "echo part > k; until [ -e ${checkpoint}/go ]; do sleep 0.05; done; echo done >> k",
  "outputs: { k: k }\npublish: true",
);

function release(project: CommandProject): void {
  for (const folder of checkpointFolders(project)) {
    Deno.writeTextFileSync(`${folder}/go`, "");
  }
}

function started(folder: string): boolean {
  try {
    return [...Deno.readDirSync(`${folder}/.sdarts/work`)].length > 0;
  } catch {
    return false;
  }
}

Deno.test("two runs of one stage execute it once and say who holds it", async () => {
  await using project = commandProject(HELD);
  const first = project.start("run", "a.yaml");
  await until(() => started(project.folder));
  const second = project.start("run", "a.yaml");
  await processLine(second, "waits for process");
  const locked = await project.expect(3, "run", "a.yaml", "--no-wait");
  assertStringIncludes(locked, "locked by process");
  release(project);
  const ended = await Promise.all([first.output(), second.output()]);
  assertEquals(ended.map(({ code }) => code), [0, 0]);
  assertEquals(project.executed(), ["slow"]);
  assertEquals(project.read("results/case/k"), "part\ndone\n");
});

Deno.test("a stale lock frees itself: of a dead process, of a re-used id, of nobody", async () => {
  await using project = commandProject(SLOW);
  await project.expect(0, "run", "a.yaml");
  const locks = `${project.folder}/.sdarts/locks`;
  for (const { name } of Deno.readDirSync(locks)) {
    const holder = {
      pid: Deno.pid,
      host: "elsewhere",
      since: "2020-01-01T00:00:00Z",
    };
    await Deno.writeTextFile(`${locks}/${name}`, JSON.stringify(holder));
  }
  await Deno.remove(`${project.folder}/.sdarts/ac`, { recursive: true });
  project.forget();
  await project.expect(0, "run", "a.yaml", "--no-wait");
  assertEquals(project.executed(), ["slow"]);
});

Deno.test("a lock of another host is its own as long as it gives signs of life", async () => {
  await using project = commandProject(SLOW);
  await project.expect(0, "run", "a.yaml");
  const locks = `${project.folder}/.sdarts/locks`;
  const action = [...Deno.readDirSync(locks)].map(({ name }) => name).find(
    (name) => /^[0-9a-f]{64}\.lock$/.test(name),
  );
  const beat = (path: string) =>
    Deno.writeTextFileSync(
      path,
      JSON.stringify({ pid: 7, host: "node2", boot: "b", since: "today" }),
    );
  await Deno.remove(`${project.folder}/.sdarts/ac`, { recursive: true });
  project.forget();
  beat(`${locks}/${action}`);
  const locked = await project.expect(3, "run", "a.yaml", "--no-wait");
  assertStringIncludes(locked, "locked by process 7 on node2 since today");
  assertEquals(project.executed(), []);
  const run = project.start("run", "a.yaml");
  const beating = setInterval(() => beat(`${locks}/${action}`), 300);
  await processLine(run, "process 7 on node2");
  clearInterval(beating);
  assertEquals(project.executed(), []);
  // The other host is gone: its last sign of life is old.
  const old = Date.now() / 1000 - 60;
  Deno.utimeSync(`${locks}/${action}`, old, old);
  assertEquals((await run.output()).code, 0);
  assertEquals(project.executed(), ["slow"]);
  // Deleting from the cache waits for runs of other hosts, and they for it.
  const temp = `${project.folder}/.sdarts/tmp/run.lock`;
  beat(temp);
  await project.expect(3, "gc", "--yes", "--no-wait");
  Deno.removeSync(temp);
  beat(`${locks}/gc.lock`);
  await project.expect(3, "run", "a.yaml", "--no-wait");
  Deno.utimeSync(`${locks}/gc.lock`, old, old);
  await project.expect(0, "run", "a.yaml", "--no-wait");
  await project.expect(0, "gc", "--yes", "--no-wait");
});

Deno.test("runs of different pipelines in one checkout go side by side", async () => {
  // Each stage is released once both run, so that they would never end one after the other.
  const meeting = (mine: string) =>
    shell(
      "slow",
      "touch ${checkpoint}/here; until [ -e ${checkpoint}/go ]; do sleep 0.05; done; echo ${param.mine} > k",
      `with: { mine: ${mine} }\noutputs: { k: k }\npublish: true\ntimeout: 60s`,
    );
  await using project = commandProject(meeting("first"));
  project.write("b.yaml", `name: other\nstages:\n${meeting("second")}`);
  const runs = ["a.yaml", "b.yaml"].map((file) =>
    project.start("run", file).output()
  );
  await until(() =>
    checkpointFolders(project).filter((path) => exists(`${path}/here`))
      .length === 2
  );
  release(project);
  assertEquals((await Promise.all(runs)).map(({ code }) => code), [0, 0]);
  assertEquals(project.read("results/case/k"), "first\n");
  assertEquals(project.read("results/other/k"), "second\n");
  assertEquals(project.executed(), ["slow", "slow"]);
});

Deno.test("status and plan work during a run", async () => {
  await using project = commandProject(HELD);
  const run = project.start("run", "a.yaml").output();
  await until(async () =>
    (await project.expect(0, "status", "a.yaml")).includes("running")
  );
  assertStringIncludes(await project.expect(0, "plan", "a.yaml"), "run 1");
  release(project);
  assertEquals((await run).code, 0);
});
