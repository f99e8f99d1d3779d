import { z } from "zod";

export const benchmarkParams = z.strictObject({
  epochs: z.int().positive().optional().describe(
    "epochs of the tabulated trainings; default: the longest in the table",
  ),
});

export type BenchmarkParams = z.infer<typeof benchmarkParams>;
