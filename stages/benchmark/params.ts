import { z } from "zod";
import {
  TABLE_DATASETS,
  TABLE_SPLITS,
} from "../../datasets/nasbench201/table_splits.ts";
import { CHOICE_SPACE_NAMES } from "../../nas/space/choice_space.ts";
import { GRAPH_SPACE_NAMES } from "../../nas/space/graph_space.ts";

export const benchmarkParams = z.strictObject({
  epochs: z.int().positive().optional().describe(
    "epochs of the tabulated trainings; default: the longest in the table, none for nasbench201, which has 12 and 200",
  ),
  dataset: z.enum(TABLE_DATASETS).optional().describe(
    "what the tabulated networks were trained on; required for nasbench201, which alone has several",
  ),
  split: z.enum(TABLE_SPLITS).optional().describe(
    "images that they were evaluated on; required for nasbench201: x-valid and ori-test for cifar10-valid, ori-test for cifar10, and all three for cifar100 and ImageNet16-120",
  ),
  afterEpoch: z.int().positive().optional().describe(
    "epoch after which the accuracy of the trainings is taken, where the table of nasbench201 has it; default: the last",
  ),
  random: z.strictObject({
    space: z.enum([...CHOICE_SPACE_NAMES, ...GRAPH_SPACE_NAMES]).describe(
      "search space to draw from",
    ),
    seed: z.int().nonnegative().describe("seed of the draw"),
  }).optional().describe(
    "an architecture drawn uniformly, as a baseline, in place of a search",
  ),
});

export type BenchmarkParams = z.infer<typeof benchmarkParams>;
