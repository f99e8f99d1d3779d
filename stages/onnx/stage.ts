import { allNetworkParts } from "../_declare/operation_parts.ts";
import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

export default defineStage({
  name: "onnx",
  description:
    "writes a trained network as an ONNX model: evaluation mode, NCHW, any number of images at a time",
  params: z.strictObject({}),
  inputs: {
    network: { kind: "network" },
    // For the normalisation and the names of the classes.
    data: { kind: "dataset" },
  },
  outputs: { model: { kind: "onnx-model", path: "network.onnx" } },
  resources: () => ({ cpus: 1, memory: 512 }),
  parts: allNetworkParts,
  module: import.meta.resolve("./run.ts"),
});
