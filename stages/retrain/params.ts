import { z } from "zod";

const count = z.int().positive();

/** Parameters of the stage `retrain`; defaults are the published ones (method.md section 5). */
export const retrainParams = z.strictObject({
  seed: z.int().nonnegative().default(0).describe(
    "seed of all random numbers",
  ),
  channels: z.int().positive().multipleOf(2).default(36).describe(
    "channels of the first cell, even",
  ),
  cells: z.int().min(2).default(20).describe("cells of the network"),
  epochs: count.default(600).describe("epochs"),
  batch: z.int().min(2).default(96).describe("images a step"),
  learningRate: z.number().positive().default(0.025).describe("first rate"),
  learningRateEnd: z.number().nonnegative().default(0).describe(
    "rate that the cosine ends at",
  ),
  schedule: z.enum(["intended", "as-run"]).default("intended").describe(
    "cosine as intended, or one epoch ahead as PyTorch >= 1.1 runs the published code",
  ),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().nonnegative().default(3e-4),
  clip: z.number().positive().default(5).describe(
    "largest norm of the gradient",
  ),
  dropPath: z.number().min(0).lt(1).default(0.2).describe(
    "drop-path probability that the ramp leads to",
  ),
  auxiliary: z.boolean().default(true).describe(
    "auxiliary head; needs images of 32 pixels",
  ),
  auxiliaryWeight: z.number().nonnegative().default(0.4),
  crop: z.boolean().default(true).describe("random crops"),
  flip: z.boolean().default(true).describe("random mirroring"),
  cutout: z.int().nonnegative().default(16).describe(
    "side of the cutout hole; 0 = off",
  ),
  threads: z.int().min(1).max(64).default(1).describe(
    "operations at once; does not change the numbers",
  ),
});

/** Parsed parameters of the stage `retrain`. */
export type RetrainParams = z.infer<typeof retrainParams>;
