import { type ChoiceSpace, choiceSpace } from "../../nas/space/choice_space.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { type BenchmarkParams, benchmarkParams } from "./params.ts";

/** A space to draw an architecture from, and the seed; undefined where a search is looked up. */
export type BenchmarkDraw =
  | { readonly space: ChoiceSpace; readonly seed: number }
  | undefined;

/** Space and seed of the architecture that parameters have drawn. */
function drawn({ random }: BenchmarkParams): BenchmarkDraw {
  return random && { space: choiceSpace(random.space), seed: random.seed };
}

/** Stage that looks up architectures in a NAS-Bench-101 table: those of each epoch of a search, or a random one. */
export default defineStage<BenchmarkParams>({
  name: "benchmark",
  description:
    "looks up the architecture of each epoch of a NAS-Bench-1Shot1 search, or a random one",
  params: benchmarkParams,
  inputs: {
    table: { kind: "nasbench-table" },
    search: { kind: "alphas", optional: true },
  },
  outputs: {
    benchmark: {
      kind: "benchmark",
      path: "benchmark.json",
      numbers: {
        "epochs.validationError": { better: "lower", test: false },
        "epochs.testError": { better: "lower", test: true },
        "epochs.regret": { better: "lower", test: true },
      },
    },
  },
  resources: () => ({ cpus: 1, memory: 512 }),
  choices: drawn,
  module: import.meta.resolve("./run.ts"),
});
