// A small sweep whose results are in the cache, for tests of what others read: tables, event files, tracking servers.
import { fillCache } from "../pipeline/fill_cache.ts";
import { type ToyProject, toyProject } from "../pipeline/toy_project.ts";
import { ROOT } from "../root.ts";
import { appendJournal } from "../../../pipeline/cache/history/journal.ts";
import { cacheFolders } from "../../../pipeline/cache/store/cache_folders.ts";
import { appendCurve } from "../../../pipeline/execution/live/curve_file.ts";
import {
  findProject,
  type Project,
} from "../../../pipeline/execution/plan/project.ts";
import {
  doneKeys,
  openResults,
} from "../../../pipeline/interface/commands/outcome/open_results.ts";

const PIPELINE = `name: measured
matrix: { lr: [0.1, 1], seed: [0, 1] }
stages:
  train: { use: train, with: { lr: $lr, seed: $seed } }
`;

const TRAIN = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../../pipeline/stage.ts"))
};
export default defineStage({
  name: "train",
  description: "makes a curve, numbers that only repeat parameters, and numbers of images",
  params: z.strictObject({ lr: z.number(), seed: z.number(), layers: z.array(z.number()).default([8, 16]), note: z.string().default("none") }),
  inputs: {},
  outputs: {
    history: { kind: "history", path: "history.json" },
    ids: { kind: "ids", path: "ids.json", metrics: false },
  },
  run: async ({ params: { lr, seed }, output }) => {
    const epochs = '[{"loss": 2, "accuracy": 0}, {"loss": NaN, "accuracy": ' + (lr + seed) / 4 + '}]';
    await Deno.writeTextFile(output("history"), '{"seed": ' + seed + ', "best": 0.5, "classes": [3, 4], "epochs": ' + epochs + '}');
    await Deno.writeTextFile(output("ids"), '{"weights": [11, 12, 13], "largest": 13}');
  },
});
`;

/** When each of the results was begun; half a second later the first epoch was measured, and two later it ended. */
export const BEGAN = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Of each result in the journal. */
export const COMMIT = "c0ffee".repeat(7).slice(0, 40);

/** A sweep over `lr` with two seeds. */
export interface MeasuredSweep extends AsyncDisposable {
  readonly toy: ToyProject;
  readonly project: Project;
  /** The pipeline file. */
  readonly file: string;
}

/** Makes the project, runs its stages in this process, and writes times as a run does. */
export async function measuredSweep(): Promise<MeasuredSweep> {
  const toy = toyProject(PIPELINE);
  toy.write("stages/train/stage.ts", TRAIN);
  const file = `${toy.folder}/a.yaml`;
  const project = findProject({ program: ROOT, project: toy.folder });
  await fillCache(file, project);
  const { states } = await openResults({ words: [file], flags: {} }, project);
  const folders = cacheFolders(project.cache);
  for (const [instance, key] of doneKeys(states)) {
    appendCurve(folders, key, { step: 0, values: {}, time: BEGAN + 500 });
    appendJournal(
      folders.journal,
      { pipeline: "measured", instance, key, status: "done", seconds: 2 },
      {
        time: new Date(BEGAN + 2000),
        provenance: { commit: COMMIT, host: "somewhere", deno: "2" },
      },
    );
  }
  return {
    toy,
    project,
    file,
    [Symbol.asyncDispose]: () => toy[Symbol.asyncDispose](),
  };
}
