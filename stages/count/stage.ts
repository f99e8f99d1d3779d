import { allOperationParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { STEM_SHAPE, stemParts } from "../_declare/stem_param.ts";
import { type CountParams, countParams } from "./params.ts";

export default defineStage<CountParams>({
  name: "count",
  description:
    "counts parameters and multiply-accumulates of the network of a genotype",
  params: countParams,
  inputs: { genotype: { kind: "genotype" } },
  outputs: {
    count: {
      kind: "network-count",
      path: "count.json",
      show: true,
      numbers: {
        parameters: { better: "lower" },
        macs: { better: "lower" },
      },
    },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  parts: ({ stem }) => ({ ...allOperationParts(), ...stemParts(stem) }),
  partShape: (role) => role === "stem" ? STEM_SHAPE : undefined,
  module: import.meta.resolve("./run.ts"),
});
