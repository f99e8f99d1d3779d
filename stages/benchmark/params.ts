import { z } from "zod";
import { CHOICE_SPACE_NAMES } from "../../nas/space/choice_space.ts";

export const benchmarkParams = z.strictObject({
  epochs: z.int().positive().optional().describe(
    "epochs of the tabulated trainings; default: the longest in the table",
  ),
  random: z.strictObject({
    space: z.enum(CHOICE_SPACE_NAMES).describe("search space to draw from"),
    seed: z.int().nonnegative().describe("seed of the draw"),
  }).optional().describe(
    "an architecture drawn uniformly, as a baseline, in place of a search",
  ),
});

export type BenchmarkParams = z.infer<typeof benchmarkParams>;
