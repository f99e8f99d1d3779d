import { allOperationParts } from "../_declare/operation_parts.ts";
import { defineStage } from "../../pipeline/stage.ts";
import { type CountParams, countParams } from "./params.ts";

export default defineStage<CountParams>({
  name: "count",
  description:
    "counts parameters and multiply-accumulates of the network of a genotype",
  params: countParams,
  inputs: { genotype: { kind: "genotype" } },
  outputs: {
    count: { kind: "network-count", path: "count.json", show: true },
  },
  resources: () => ({ cpus: 1, memory: 256 }),
  parts: allOperationParts,
  module: import.meta.resolve("./run.ts"),
});
