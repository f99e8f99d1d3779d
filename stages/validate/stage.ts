import type { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";
import { measureParams } from "../_declare/_measure_params.ts";
import { tensorflowToolchain } from "../_declare/tensorflow.ts";

/** Parsed parameters of the stage `validate`. */
export type ValidateParams = z.infer<typeof measureParams>;

/** Stage that measures a network on images that are not for testing. */
export default defineStage<ValidateParams>({
  name: "validate",
  description:
    "measures a network that was trained with images: weights on the other training images, for select",
  params: measureParams,
  inputs: { data: { kind: "dataset" }, network: { kind: "network" } },
  outputs: { validation: { kind: "validation", path: "validation.json" } },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  toolchain: tensorflowToolchain,
  run: async (context) => {
    const { runValidateStage } = await import("./run.ts");
    await runValidateStage(context);
  },
});
