import { assert, assertEquals, assertMatch } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { namesIn } from "../../base/read_files.ts";
import type { Action } from "../../cache/key/action.ts";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { continuedCheckpoint } from "./continued_checkpoint.ts";
import type { ActiveRun } from "./run_options.ts";
import {
  TOY_STAGES,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";

const file = (steps: number) =>
  `name: a\nstages:\n  count: { use: count, with: { steps: ${steps}, milliseconds: 0 }, publish: true }\n`;

Deno.test("a stage that continues begins at the longest shorter run, to the bytes of a run from the beginning; others do not", async () => {
  await using project = toyProject(file(3));
  const log = async (steps: number) => {
    project.write("a.yaml", file(steps));
    const { code, out } = await project.run("a.yaml");
    assertEquals(code, 0, out);
    assertEquals(project.read("results/a/count.txt"), `${"x".repeat(steps)}\n`);
    return out;
  };
  await log(3);
  assert(!(await log(5)).includes("resumed"));
  project.write(
    "stages/count/stage.ts",
    TOY_STAGES["count"]!.replace(
      'name: "count",',
      'name: "count",\n  continues: "steps",',
    ),
  );
  assert(!(await log(2)).includes("continues"));
  const longer = await log(7);
  assertMatch(longer, /count: continues the run of length 2\n/);
  assertMatch(longer, /count: resumed at 2\n/);
  // Of 2 and 7, only the shorter one.
  assertMatch(await log(4), /continues the run of length 2\n/);
  assertMatch(await log(9), /continues the run of length 7\n/);
  // Checkpoints that gc removed are not missed.
  assertEquals((await project.run("gc", "--yes")).code, 0);
  assert(!(await log(11)).includes("continues"));
});

Deno.test("a checkpoint that another run may be copying is not replaced by one of the same key", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const instance = {
    name: "count",
    params: { steps: 2 },
    stage: { module: { definition: { continues: "steps" } } },
  } as unknown as Instance;
  const end = () => {
    Deno.mkdirSync(`${folders.checkpoints}/k`, { recursive: true });
    Deno.writeTextFileSync(`${folders.checkpoints}/k/count.txt`, "xx");
    continuedCheckpoint(instance, { key: "k", parts: {} } as Action, {
      opened: { folders } as ActiveRun["opened"],
      temp: folders.temp,
      report: () => {},
    }).end();
    assertEquals(namesIn(folders.checkpoints), []);
    const [family = ""] = namesIn(folders.continued);
    return Deno.statSync(`${folders.continued}/${family}/2/count.txt`).ino;
  };
  // A run under the same key, after a loss of its outputs.
  assertEquals(end(), end());
});
