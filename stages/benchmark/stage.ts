import { type ChoiceSpace, choiceSpace } from "../../nas/space/choice_space.ts";
import {
  type GraphSpace,
  graphSpace,
  isGraphSpaceName,
} from "../../nas/space/graph_space.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { GRAPH_LOOKUP, GRAPH_LOOKUP_MODULE } from "./graph_part.ts";
import { type BenchmarkParams, benchmarkParams } from "./params.ts";

/** A space to draw an architecture from, and the seed; undefined where a search is looked up. */
export type BenchmarkDraw =
  | { readonly space: ChoiceSpace | GraphSpace; readonly seed: number }
  | undefined;

/** Space and seed of the architecture that parameters have drawn. */
function drawn({ random }: BenchmarkParams): BenchmarkDraw {
  if (random === undefined) return undefined;
  const { space, seed } = random;
  return {
    space: isGraphSpaceName(space) ? graphSpace(space) : choiceSpace(space),
    seed,
  };
}

/** Stage that looks up architectures in a table of trainings: those of each epoch of a search, or a random one. */
export default defineStage<BenchmarkParams>({
  name: "benchmark",
  description:
    "looks up the architecture of each epoch of a search in NAS-Bench-1Shot1 or NAS-Bench-201, or a random one",
  params: benchmarkParams,
  inputs: {
    table: { kind: "nasbench-table" },
    search: { kind: "alphas", optional: true },
  },
  outputs: {
    benchmark: {
      kind: "benchmark",
      path: "benchmark.json",
      identifiers: ["epochs.index", "table.bestAccuracy"],
      numbers: {
        "epochs.validationError": { better: "lower", test: false },
        "epochs.testError": { better: "lower", test: true },
        "epochs.regret": { better: "lower", test: true },
      },
    },
  },
  // All epochs of the trainings of a part have 75 MB as numbers.
  resources: ({ afterEpoch }) => ({
    cpus: 1,
    memory: afterEpoch === undefined ? 512 : 1024,
  }),
  parts: ({ random }): Record<string, string> =>
    random !== undefined && isGraphSpaceName(random.space)
      ? { [GRAPH_LOOKUP]: GRAPH_LOOKUP_MODULE }
      : {},
  choices: drawn,
  module: import.meta.resolve("./run.ts"),
});
