import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

/** Parameters of the stage `benchmark`. */
export const benchmarkParams = z.strictObject({
  epochs: z.int().positive().optional().describe(
    "epochs of the tabulated trainings; default: the longest in the table",
  ),
});

/** Parsed parameters of the stage `benchmark`. */
export type BenchmarkParams = z.infer<typeof benchmarkParams>;

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
  run: async (context) => {
    const { lookUp } = await import("./run.ts");
    await lookUp(context);
  },
});
