import { z } from "zod";
import { numericsParam, threads } from "../_declare/common_params.ts";
import { languageParams } from "../_language/language_params.ts";

/** Parameters of the stage `retrain_text`; defaults are the published ones, where the training is stopped by hand. */
export const retrainTextParams = z.strictObject({
  ...languageParams({
    units: 850,
    batch: 64,
    epochs: 8000,
    weightDecay: 8e-7,
    words: 0.1,
    seed: 1267,
  }),
  threads,
  numerics: numericsParam,
});

export type RetrainTextParams = z.infer<typeof retrainTextParams>;
