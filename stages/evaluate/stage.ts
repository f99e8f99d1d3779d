import type { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { measureParams } from "../_declare/_measure_params.ts";
import { tensorflowToolchain } from "../_declare/tensorflow.ts";

/** Parsed parameters of the stage `evaluate`. */
export type EvaluateParams = z.infer<typeof measureParams>;

/** Stage that measures a trained network on the test images. */
export default defineStage<EvaluateParams>({
  name: "evaluate",
  description: "measures a trained network on the test images",
  params: measureParams,
  inputs: { data: { kind: "test-dataset" }, network: { kind: "network" } },
  outputs: { evaluation: { kind: "evaluation", path: "evaluation.json" } },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runEvaluateStage } = await import("./run.ts");
    await runEvaluateStage(context);
  },
});
