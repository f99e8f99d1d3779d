import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { tensorflowToolchain } from "../_tensorflow.ts";

/** Parameters of the stage `evaluate`. */
export const evaluateParams = z.strictObject({
  batch: z.int().positive().default(96).describe("images a step"),
  seed: z.int().nonnegative().default(0).describe(
    "seed of noise operations, which space s4 may keep in a cell",
  ),
  threads: z.int().min(1).max(64).default(1).describe(
    "operations at once; does not change the numbers",
  ),
});

/** Parsed parameters of the stage `evaluate`. */
export type EvaluateParams = z.infer<typeof evaluateParams>;

/** Stage that measures a trained network on the test images. */
export default defineStage<EvaluateParams>({
  name: "evaluate",
  description: "measures a trained network on the test images",
  params: evaluateParams,
  inputs: { data: { kind: "test-dataset" }, network: { kind: "network" } },
  outputs: { evaluation: { kind: "evaluation", path: "evaluation.json" } },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runEvaluateStage } = await import("./run_evaluate_stage.ts");
    await runEvaluateStage(context);
  },
});
