import { defineStage } from "../../pipeline/stage.ts";
import { type BenchmarkParams, benchmarkParams } from "./params.ts";

/** Stage that looks up, for each epoch of a search, the architecture in a NAS-Bench-101 table. */
export default defineStage<BenchmarkParams>({
  name: "benchmark",
  description:
    "looks up the architecture of each epoch of a NAS-Bench-1Shot1 search",
  params: benchmarkParams,
  inputs: {
    table: { kind: "nasbench-table" },
    search: { kind: "alphas" },
  },
  outputs: { benchmark: { kind: "benchmark", path: "benchmark.json" } },
  resources: () => ({ cpus: 1, memory: 512 }),
  module: import.meta.resolve("./run.ts"),
});
