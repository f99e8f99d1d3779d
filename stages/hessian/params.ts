import { z } from "zod";
import { drawParams, threads } from "../_declare/common_params.ts";

export const hessianParams = z.strictObject({
  ...drawParams(2),
  weightDecay: z.number().nonnegative().default(1e-3).describe(
    "weight decay of the alphas, added to the diagonal as in the reference",
  ),
  threads,
});

export type HessianParams = z.infer<typeof hessianParams>;
