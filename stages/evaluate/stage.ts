import { allNetworkParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { MEASURED_NUMBERS } from "../_declare/measured_network.ts";
import {
  type MeasureParams,
  measureParams,
} from "../_declare/common_params.ts";

export default defineStage<MeasureParams>({
  name: "evaluate",
  description: "measures a trained network on the test images",
  params: measureParams,
  inputs: { data: { kind: "test-dataset" }, network: { kind: "network" } },
  outputs: {
    evaluation: {
      kind: "evaluation",
      path: "evaluation.json",
      numbers: MEASURED_NUMBERS,
    },
  },
  resources: ({ threads }) => ({ cpus: threads, memory: 1024 }),
  parts: allNetworkParts,
  module: import.meta.resolve("./run.ts"),
});
