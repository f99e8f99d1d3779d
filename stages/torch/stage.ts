import { allNetworkParts } from "../_declare/operation_parts.ts";
import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

export default defineStage({
  name: "torch",
  description:
    "writes a trained network's weights for PyTorch (safetensors, OIHW)",
  params: z.strictObject({}),
  inputs: { network: { kind: "network" } },
  outputs: {
    weights: { kind: "torch-weights", path: "weights.safetensors" },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  parts: allNetworkParts,
  module: import.meta.resolve("./run.ts"),
});
