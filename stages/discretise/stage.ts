import { allSupernetParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { drawResources } from "../_declare/common_params.ts";
import { type DiscretiseParams, discretiseParams } from "./params.ts";

export default defineStage<DiscretiseParams>({
  name: "discretise",
  description:
    "measures what the supernet loses when its mixture becomes the derived architecture",
  params: discretiseParams,
  inputs: {
    data: { kind: "dataset" },
    search: { kind: "supernet" },
    genotype: { kind: "genotype" },
  },
  outputs: {
    discretisation: {
      kind: "discretisation",
      path: "discretisation.json",
      numbers: {
        "discrete.accuracy": { better: "higher" },
        drop: { better: "lower" },
      },
    },
  },
  resources: drawResources,
  parts: allSupernetParts,
  module: import.meta.resolve("./run.ts"),
});
