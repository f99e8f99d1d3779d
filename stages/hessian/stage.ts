import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { tensorflowToolchain } from "../_tensorflow.ts";

/** Parameters of the stage `hessian`. */
export const hessianParams = z.strictObject({
  batches: z.int().positive().default(2).describe(
    "batches of validation images, drawn without overlap",
  ),
  batch: z.int().min(2).default(128).describe("images a batch"),
  seed: z.int().nonnegative().default(0).describe(
    "seed of the drawn images: the same for all runs that are compared",
  ),
  weightDecay: z.number().nonnegative().default(1e-3).describe(
    "weight decay of the alphas, added to the diagonal as in the reference",
  ),
  threads: z.int().min(1).max(64).default(1).describe(
    "operations at once; does not change the numbers",
  ),
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
  resources: ({ threads, batch }) => ({
    cpus: threads,
    memory: 700 + 20 * batch,
  }),
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runHessianStage } = await import("./run_hessian_stage.ts");
    await runHessianStage(context);
  },
});
