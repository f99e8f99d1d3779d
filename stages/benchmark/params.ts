import { z } from "zod";

/** Parameters of the stage `benchmark`. */
export const benchmarkParams = z.strictObject({
  epochs: z.int().positive().optional().describe(
    "epochs of the tabulated trainings; default: the longest in the table",
  ),
});

/** Parsed parameters of the stage `benchmark`. */
export type BenchmarkParams = z.infer<typeof benchmarkParams>;
