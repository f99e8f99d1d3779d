import { z } from "zod";
import { threads } from "./_common_params.ts";

/** Parameters of the stages that measure a trained network. */
export const measureParams = z.strictObject({
  batch: z.int().positive().default(96).describe("images a step"),
  seed: z.int().nonnegative().default(0).describe(
    "seed of noise operations, which space s4 may keep in a cell",
  ),
  threads,
});
