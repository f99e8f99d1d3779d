import { fileNames } from "../../pipeline/base/read_files.ts";
import { assertEquals, assertLess } from "@std/assert";
import { fillCache } from "../support/pipeline/fill_cache.ts";
import { writeScaleProject } from "../support/pipeline/scale_project.ts";
import { findProject } from "../../pipeline/execution/plan/project.ts";
import { COMMAND_LINE, ROOT } from "../support/root.ts";

const COUNTER =
  new URL("../support/pipeline/count_files.ts", import.meta.url).href;

/** Seconds that no command here takes, on a busy machine either, unless something grows with the square of the stages. */
const GUARD = 200;

interface Counted {
  readonly out: string;
  readonly read: readonly string[];
  readonly written: readonly string[];
}

/** A project whose cache is filled, in memory where the machine has a file system there. */
async function scaleProject(
  form: "matrix" | "explicit",
  stages: number,
): Promise<AsyncDisposable & { folder: string }> {
  const dir = await Deno.stat("/dev/shm").then(() => "/dev/shm", () => null);
  const made = Deno.makeTempDirSync({
    prefix: "scale_",
    ...(dir === null ? {} : { dir }),
  });
  const folder = Deno.realPathSync(made);
  writeScaleProject(folder, { form, stages });
  const project = findProject({ program: ROOT, project: folder });
  assertEquals(await fillCache(`${folder}/dag.yaml`, project), stages);
  return {
    folder,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Runs a command and lists the files below the project that it read and wrote. */
async function counted(folder: string, command: string): Promise<Counted> {
  const list = `${folder}/counts.json`;
  const began = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...COMMAND_LINE.toSpliced(-1, 0, "--preload", COUNTER), command]
      .concat(`${folder}/dag.yaml`, "--project", folder),
    cwd: folder,
    env: { NO_COLOR: "1", COUNT_FILES: list },
  }).output();
  const text = new TextDecoder();
  assertEquals([code, text.decode(stderr)], [0, ""]);
  assertLess((performance.now() - began) / 1000, GUARD);
  const { read, written } = JSON.parse(Deno.readTextFileSync(list)) as Counted;
  const below = (paths: readonly string[]) =>
    paths.filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length + 1));
  return {
    out: text.decode(stdout),
    read: below(read),
    written: below(written),
  };
}

function countIn(paths: readonly string[], folder: string): number {
  return paths.filter((path) => path.startsWith(`${folder}/`)).length;
}

for (const form of ["matrix", "explicit"] as const) {
  Deno.test(`a run with nothing to do on 3,000 stages (${form}) writes no file a stage`, async () => {
    const stages = 3000;
    await using project = await scaleProject(form, stages);
    const { folder } = project;
    const run = await counted(folder, "run");
    assertEquals(run.out.split(" in ")[0], `ran 0, cached ${stages}`);
    // One lock, one temporary folder and two lines of history for the whole run; no journal line, no record.
    assertEquals(
      run.written.filter((path) => !path.startsWith(".sdarts/tmp/")),
      [
        ".sdarts/history.jsonl",
        ".sdarts/locks/cache.lock",
        ".sdarts/history.jsonl",
      ],
    );
    assertLess(run.written.length, 12);
    // Each record once and each module of the stages once.
    assertEquals(countIn(run.read, ".sdarts/ac"), stages);
    assertEquals(countIn(run.read, "stages") + countIn(run.read, "lib"), 3);
    assertLess(run.read.length, 2 * stages + 100);

    const plan = await counted(folder, "plan");
    assertEquals(
      plan.out.trimEnd().split("\n").at(-1),
      `run 0, wait 0, cached ${stages}`,
    );
    assertEquals(plan.written, []);

    const emitted = () => fileNames(`${folder}/.sdarts/emit`);
    const before = emitted();
    Deno.writeTextFileSync(
      `${folder}/lib/line.ts`,
      "export function line(value: number): string {\n  return `${value + 0}\\n`;\n}\n",
    );
    const edited = await counted(folder, "plan");
    assertEquals(
      edited.out.trimEnd().split("\n").at(-1),
      `run ${stages}, wait 0, cached 0`,
    );
    // Only the stage that reaches the edited module is bundled again.
    assertEquals(
      new Set(edited.written.map((path) => path.split("/")[1])),
      new Set(["emit"]),
    );
    assertEquals(emitted().length, before.length);
  });
}
