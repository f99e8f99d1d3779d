import { z } from "zod";
import { RECURRENT_NODES } from "../../nas/recurrent/recurrent_space.ts";
import { numericsParam, threads } from "../_declare/common_params.ts";
import { languageParams } from "../_language/language_params.ts";

/** Search methods with published results for recurrent cells. */
export const TEXT_METHODS = ["darts", "sdarts-rs", "sdarts-adv"] as const;

/** Parameters of the stage `search_text`; defaults are the published ones. */
export const searchTextParams = z.strictObject({
  method: z.enum(TEXT_METHODS).describe("search method"),
  nodes: z.int().min(1).max(12).default(RECURRENT_NODES).describe(
    "nodes of the cell",
  ),
  ...languageParams({
    units: 300,
    batch: 256,
    epochs: 50,
    weightDecay: 5e-7,
    words: 0,
    seed: 3,
  }),
  alphaLearningRate: z.number().positive().default(3e-3),
  alphaWeightDecay: z.number().nonnegative().default(1e-3),
  epsilonMin: z.number().nonnegative().default(0.03),
  epsilonMax: z.number().nonnegative().default(0.3).describe(
    "radius of the perturbation at the end of the ramp",
  ),
  threads,
  numerics: numericsParam,
});

export type SearchTextParams = z.infer<typeof searchTextParams>;
