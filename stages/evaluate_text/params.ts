import { z } from "zod";
import { threads } from "../_declare/common_params.ts";

const batch = z.int().positive();

/** Parameters of the stage `evaluate_text`; defaults are the published ones. */
export const evaluateTextParams = z.strictObject({
  validBatch: batch.default(10).describe(
    "parts of valid.txt that are read side by side",
  ),
  testBatch: batch.default(1).describe(
    "parts of test.txt that are read side by side",
  ),
  length: z.int().min(1).default(35).describe(
    "words of each part that are read at once; changes numbers by rounding alone",
  ),
  threads,
});

export type EvaluateTextParams = z.infer<typeof evaluateTextParams>;
