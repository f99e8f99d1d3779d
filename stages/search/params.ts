import { z } from "zod";
import { METHOD_NAMES } from "../../nas/method.ts";
import { isChoiceSpace } from "../../nas/choice_space.ts";
import { ALL_SPACE_NAMES, namedSpace } from "../../nas/named_space.ts";
import { STEMS } from "../../nas/stem.ts";
import { UNROLLINGS } from "../../nas/unrolled_steps.ts";

const rate = z.number().positive();
const count = z.int().positive();

/** Parameters of the stage `search`; defaults are the published ones (method.md section 4). */
export const searchParams = z.strictObject({
  space: z.enum(ALL_SPACE_NAMES).describe("search space"),
  method: z.enum(METHOD_NAMES).describe("search method"),
  unrolled: z.enum(UNROLLINGS).default("none").describe(
    "second-order alpha steps: none as in the paper's experiments, difference as the published code, exact",
  ),
  seed: z.int().nonnegative().default(2).describe(
    "seed of all random numbers",
  ),
  stem: z.enum(STEMS).default("cifar").describe(
    "first layers: cifar keeps the size of the images, imagenet divides it by 8",
  ),
  channels: z.int().positive().multipleOf(2).default(16).describe(
    "channels of the first cell, even",
  ),
  // Of two cells both halve the map, so the alphas of normal cells would have no effect.
  cells: z.int().min(3).default(8).describe("cells of the supernet"),
  nodes: z.int().min(1).max(8).optional().describe(
    "nodes of a cell; default: as published, 4 (5 in nasbench1shot1-3)",
  ),
  epochs: count.default(50).describe("epochs"),
  batch: z.int().min(2).default(64).describe("images a step"),
  learningRate: rate.default(0.025).describe("first rate of the weights"),
  learningRateEnd: z.number().nonnegative().default(0.001).describe(
    "rate that the cosine ends at",
  ),
  schedule: z.enum(["intended", "as-run"]).default("intended").describe(
    "cosine as intended, or one epoch ahead as PyTorch >= 1.1 runs the published code",
  ),
  momentum: z.number().min(0).lt(1).default(0.9),
  weightDecay: z.number().nonnegative().default(3e-4),
  clip: rate.default(5).describe("largest norm of the weights' gradient"),
  alphaLearningRate: rate.default(3e-4),
  alphaWeightDecay: z.number().nonnegative().default(1e-3),
  alphaSampling: z.enum(["fresh", "pass"]).default("fresh").describe(
    "alpha batches: a fresh shuffle each step as published, or a pass over the half",
  ),
  epsilonMin: z.number().nonnegative().default(0.03),
  epsilonMax: z.number().nonnegative().default(0.3).describe(
    "radius that the perturbation's ramp leads to",
  ),
  curvatureEvery: count.optional().describe(
    "epochs between two Hessians in the alphas; default: none, 2 for darts-es",
  ),
  curvatureBatches: count.default(1).describe(
    "fixed batches of validation images for them",
  ),
  curvatureBatch: z.int().min(2).default(128).describe("images of each"),
  crop: z.boolean().default(true).describe("random crops in training"),
  flip: z.boolean().default(true).describe("random mirroring in training"),
  cutout: z.int().nonnegative().default(0).describe(
    "side of the cutout hole; 0 = off, as published",
  ),
  threads: z.int().min(1).max(64).default(1).describe(
    "operations at once; does not change the numbers",
  ),
}).superRefine(({ space, nodes, stem }, context) => {
  try {
    const named = namedSpace(space, { nodes });
    if (isChoiceSpace(named) && stem !== "cifar") {
      context.addIssue({
        code: "custom",
        path: ["stem"],
        message: `Expected cifar, the stem of ${space}, but found ${stem}`,
      });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({
      code: "custom",
      path: ["nodes"],
      message: error.message,
    });
  }
});

/** Parsed parameters of the stage `search`. */
export type SearchParams = z.infer<typeof searchParams>;
