import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { processLine } from "../../../test/support/pipeline/process_line.ts";
import { until } from "../../../test/support/pipeline/until.ts";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";

const COUNT = (steps: number, milliseconds = 20) =>
  `name: toy\nstages:\n  slow: { use: count, with: { steps: ${steps}, milliseconds: ${milliseconds} }, publish: true }\n`;

/** Waits until the running count has a checkpoint of some steps. */
async function untilSteps(project: ToyProject, steps: number): Promise<string> {
  const folder = `${project.folder}/.sdarts/checkpoints`;
  const { name } = await until(() => {
    try {
      return [...Deno.readDirSync(folder)].find(({ name }) =>
        Deno.readTextFileSync(`${folder}/${name}/count.txt`).length >= steps
      );
    } catch {
      // Not there yet.
    }
  });
  return name;
}

async function output(
  child: Deno.ChildProcess,
): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await child.output();
  return {
    code,
    out: new TextDecoder().decode(stdout),
    err: new TextDecoder().decode(stderr),
  };
}

function stagePid(project: ToyProject, key: string): number {
  return JSON.parse(project.read(`.sdarts/locks/${key}.stage`)).pid;
}

function checkWhole(project: ToyProject, steps: number): void {
  assertEquals(project.read("results/toy/count.txt"), `${"x".repeat(steps)}\n`);
  assertEquals(project.read("results/toy/folder/part"), "whole");
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/work`)], []);
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/tmp`)], []);
}

Deno.test("SIGKILL of a stage: no hit afterwards, and the next run resumes", async () => {
  await using project = toyProject(COUNT(30));
  const run = project.start("run", "a.yaml");
  const key = await untilSteps(project, 5);
  Deno.kill(-stagePid(project, key), "SIGKILL");
  const killed = await output(run);
  assertEquals(killed.code, 1);
  assertStringIncludes(
    killed.out,
    "the process was ended by SIGKILL before it was done",
  );
  assertEquals(project.ran(), []);
  const again = await project.run("run", "a.yaml");
  assertEquals(again.code, 0);
  assertMatch(again.out, /slow: resumed at \d+\n/);
  checkWhole(project, 30);
});

Deno.test("SIGKILL of the scheduler: its stage ends too, and the next run resumes without a manual step", async () => {
  await using project = toyProject(COUNT(30));
  const run = project.start("run", "a.yaml");
  const key = await untilSteps(project, 5);
  run.kill("SIGKILL");
  await output(run);
  const again = await project.run("run", "a.yaml");
  assertEquals(again.code, 0, again.out + again.err);
  assertMatch(again.out, /slow: resumed at \d+\n/);
  assertEquals(project.ran(), ["slow"]);
  checkWhole(project, 30);
  let alive = true;
  try {
    Deno.kill(stagePid(project, key), "SIGCONT");
  } catch {
    alive = false;
  }
  assert(!alive);
});

Deno.test("a stage too busy to notice the end of its scheduler is ended by the next run", async () => {
  await using project = toyProject(COUNT(8));
  const stage = project.read("stages/count/stage.ts");
  const busy = stage.replace(
    "progress({",
    "if (text.length === 5) for (const end = Date.now() + 60_000; Date.now() < end;);\n      progress({",
  );
  project.write("stages/count/stage.ts", busy);
  const run = project.start("run", "a.yaml");
  const key = await untilSteps(project, 5);
  const pid = stagePid(project, key);
  run.kill("SIGKILL");
  await output(run);
  const again = await project.run("run", "a.yaml");
  assertEquals(again.code, 0, again.out + again.err);
  assertMatch(again.out, /slow: resumed at 5\n/);
  assert(pid !== stagePid(project, key));
  checkWhole(project, 8);
});

Deno.test("a changed parameter starts from the beginning, in a checkpoint of its own", async () => {
  await using project = toyProject(COUNT(200));
  const run = project.start("run", "a.yaml");
  await untilSteps(project, 5);
  run.kill("SIGKILL");
  await output(run);
  project.write("a.yaml", COUNT(8));
  const again = await project.run("run", "a.yaml");
  assertEquals(again.code, 0);
  assert(!again.out.includes("resumed"));
  checkWhole(project, 8);
});

Deno.test("Ctrl-C lets the stage save its checkpoint and ends with 130", async () => {
  await using project = toyProject(COUNT(300));
  const run = project.start("run", "a.yaml");
  await untilSteps(project, 5);
  run.kill("SIGINT");
  const { code, out } = await output(run);
  assertEquals(code, 130);
  assertStringIncludes(out, "stopping: running stages save their checkpoints");
  assertMatch(out, /ran 0, cached 0, not run 1 in/);
  const status = await project.run("status", "a.yaml");
  assertStringIncludes(status.out, "checkpoint slow");
  assertEquals([...Deno.readDirSync(`${project.folder}/.sdarts/work`)], []);
});

Deno.test("Ctrl-C twice ends a stage that does not listen", async () => {
  await using project = toyProject(COUNT(300));
  project.write(
    "stages/count/stage.ts",
    project.read("stages/count/stage.ts").replace(
      "signal.throwIfAborted();",
      "",
    ),
  );
  const run = project.start("run", "a.yaml", "--grace", "60");
  await untilSteps(project, 2);
  run.kill("SIGINT");
  await processLine(run, "stopping: running stages save");
  // A second one sooner counts as the first, delivered twice.
  await new Promise((resolve) => setTimeout(resolve, 400));
  run.kill("SIGINT");
  assertEquals((await output(run)).code, 130);
});

Deno.test("a second run waits for the first and then finds a hit; --no-wait ends with 3; plan never waits", async () => {
  await using project = toyProject(COUNT(2000));
  const stage = project.read("stages/count/stage.ts");
  // ends when it is told to
  const ends = `try {
        Deno.statSync(checkpoint + "/go");
        text = "x".repeat(params.steps);
      } catch { /* not yet */ }
      progress({`;
  project.write("stages/count/stage.ts", stage.replace("progress({", ends));
  const first = project.start("run", "a.yaml");
  const key = await untilSteps(project, 2);
  const second = project.start("run", "a.yaml");
  const refused = await project.run("run", "a.yaml", "--no-wait");
  assertEquals(refused.code, 3);
  assertMatch(
    refused.out,
    new RegExp(
      `slow is locked by process ${first.pid} on `,
    ),
  );
  assertMatch(
    (await project.run("plan", "a.yaml")).out,
    /run 1, wait 0, cached 0/,
  );
  assertMatch(
    (await project.run("status", "a.yaml")).out,
    /running +slow +process \d+/,
  );
  project.write(`.sdarts/checkpoints/${key}/go`, "");
  const [one, two] = await Promise.all([output(first), output(second)]);
  assertEquals([one.code, two.code], [0, 0]);
  assertMatch(
    two.out,
    new RegExp(`slow +waits for process ${first.pid} on .* since `),
  );
  assertMatch(two.out, /ran 0, cached 1 in/);
  assertEquals(project.ran(), ["slow"]);
  checkWhole(project, 2000);
});
