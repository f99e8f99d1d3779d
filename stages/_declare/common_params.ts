import { z } from "zod";
import type { Resources } from "../../pipeline/stage.ts";

/** Operations that the engine of a stage runs at once. */
export const threads = z.int().min(1).max(64).default(1).describe(
  "operations to run at once; does not change the numbers",
);

/** Parameters of a training that do not change its numbers. */
export const executionParams = {
  recompute: z.boolean().default(false).describe(
    "recompute the maps of each cell for the gradient: less memory, more time, the same numbers",
  ),
  threads,
};

/** Schema of how a GPU trains; the usual way is left out of keys. */
export const numericsParam = z.enum(["deterministic", "fast"]).optional()
  .describe(
    "on a GPU: deterministic operations without TF32, or fast, with TF32 and what cuDNN chooses by speed; default: deterministic; changes nothing on a CPU",
  ).transform((numerics) =>
    numerics === "deterministic" ? undefined : numerics
  );

/**
 * Parameters of a stage that measures a supernet on drawn validation images.
 *
 * @param count Default number of batches.
 * @param seed Description of the seed.
 */
export function drawParams(
  count: number,
  seed = "seed of the drawn images: the same for all runs that are compared",
) {
  return {
    batches: z.int().positive().default(count).describe(
      "batches of validation images, drawn without overlap",
    ),
    batch: z.int().min(2).default(128).describe("images a batch"),
    seed: z.int().nonnegative().default(0).describe(seed),
  };
}

/** Resources of such a stage. */
export function drawResources(
  { threads, batch }: { readonly threads: number; readonly batch: number },
): Resources {
  return { cpus: threads, memory: 700 + 20 * batch };
}

/** Parameters of the stages that measure a trained network. */
export const measureParams = z.strictObject({
  batch: z.int().positive().default(96).describe("images a step"),
  seed: z.int().nonnegative().default(0).describe(
    "seed of noise operations, which space s4 may keep in a cell",
  ),
  threads,
});

export type MeasureParams = z.infer<typeof measureParams>;
