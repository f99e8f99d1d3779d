import { allNetworkParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { MEASURED_NUMBERS } from "../_declare/measured_network.ts";
import {
  type MeasureParams,
  measureParams,
} from "../_declare/common_params.ts";

export default defineStage<MeasureParams>({
  name: "validate",
  description:
    "measures a network that was trained with images: weights on the other training images, for select",
  params: measureParams,
  inputs: { data: { kind: "dataset" }, network: { kind: "network" } },
  outputs: {
    validation: {
      kind: "validation",
      path: "validation.json",
      numbers: MEASURED_NUMBERS,
    },
  },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  parts: allNetworkParts,
  module: import.meta.resolve("./run.ts"),
});
