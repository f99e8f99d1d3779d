import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import {
  drawParams,
  drawResources,
  threads,
} from "../_declare/_common_params.ts";
import { tensorflowToolchain } from "../_declare/tensorflow.ts";

/** Parameters of the stage `hessian`. */
export const hessianParams = z.strictObject({
  ...drawParams(2),
  weightDecay: z.number().nonnegative().default(1e-3).describe(
    "weight decay of the alphas, added to the diagonal as in the reference",
  ),
  threads,
});

/** Parsed parameters of the stage `hessian`. */
export type HessianParams = z.infer<typeof hessianParams>;

/** Stage that takes the exact Hessian of the validation loss in the alphas after a search. */
export default defineStage<HessianParams>({
  name: "hessian",
  description: "takes the exact Hessian of the validation loss in the alphas",
  params: hessianParams,
  inputs: { data: { kind: "dataset" }, search: { kind: "supernet" } },
  outputs: { hessian: { kind: "hessian", path: "hessian.json" } },
  resources: drawResources,
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runHessianStage } = await import("./run.ts");
    await runHessianStage(context);
  },
});
