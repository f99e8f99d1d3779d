import { z } from "zod";
import {
  augmentationParam,
  listComplaints,
} from "../_declare/augmentation_param.ts";
import { executionParams, numericsParam } from "../_declare/common_params.ts";
import { devicesComplaints, devicesParam } from "../_declare/devices_param.ts";
import { parameterCheck } from "../_declare/parameter_check.ts";
import { precisionParam } from "../_declare/precision_param.ts";
import { stemParam } from "../_declare/stem_param.ts";
import { LINEAR_TAIL } from "../../nas/training/schedule.ts";

const count = z.int().positive();

/** Parameters of the stage `retrain`; defaults are the published ones (docs/method.md section 5). */
export const retrainParams = z.strictObject({
  seed: z.int().nonnegative().default(0).describe(
    "seed of all random numbers",
  ),
  images: z.enum(["all", "weights"]).default("all").describe(
    "training images: all, or those that train the weights in a search, which leaves the others for validation",
  ),
  lastBatch: z.enum(["keep", "drop"]).default("keep").describe(
    "images that do not fill a batch: keep them as a smaller last batch, as published, or drop them",
  ),
  stem: stemParam,
  channels: z.int().positive().default(36).describe(
    "channels of the first cell",
  ),
  cells: z.int().positive().default(20).describe("cells of the network"),
  epochs: count.default(600).describe("epochs"),
  batch: z.int().min(2).default(96).describe("images a step"),
  learningRate: z.number().positive().default(0.025).describe("first rate"),
  learningRateEnd: z.number().nonnegative().default(0).describe(
    "rate that the cosine ends at",
  ),
  schedule: z.enum(["intended", "as-run"]).default("intended").describe(
    "cosine as intended, or one epoch ahead as PyTorch >= 1.1 runs the published code",
  ),
  decay: z.enum(["cosine", "linear"]).default("cosine").describe(
    "schedule of the rate; linear as published for ImageNet",
  ),
  warmup: z.int().nonnegative().default(0).describe(
    "epochs in which the rate rises to learningRate; 5 for ImageNet",
  ),
  labelSmoothing: z.number().min(0).lt(1).default(0).describe(
    "share of the target that is spread evenly over all classes; 0.1 for ImageNet",
  ),
  momentum: z.number().min(0).lt(1).default(0.9),
  nesterov: z.boolean().default(false).describe(
    "Nesterov's momentum, as in the trainings of the tables of nasbench201",
  ),
  weightDecay: z.number().nonnegative().default(3e-4),
  clip: z.number().positive().default(5).describe(
    "largest norm of the gradient",
  ),
  dropPath: z.number().min(0).lt(1).default(0.2).describe(
    "drop-path probability at the end of the ramp; 0.2 in the published code (0.3 in the paper DARTS, 0 for ImageNet)",
  ),
  auxiliary: z.boolean().default(true).describe(
    "auxiliary head; needs images of 32 pixels, or 224 with stem: imagenet",
  ),
  auxiliaryWeight: z.number().nonnegative().default(0.4),
  crop: z.boolean().default(true).describe("random crops"),
  flip: z.boolean().default(true).describe("random mirroring"),
  cutout: z.int().nonnegative().default(16).describe(
    "side of the cutout hole; 0 = off",
  ),
  jitter: z.boolean().default(false).describe(
    "random colours, for images that keep their aspect",
  ),
  augmentation: augmentationParam(),
  devices: devicesParam,
  precision: precisionParam,
  ...executionParams,
  numerics: numericsParam,
}).superRefine(parameterCheck(devicesComplaints)).refine(
  ({ decay, epochs }) => decay === "cosine" || epochs > LINEAR_TAIL,
  {
    path: ["epochs"],
    message: `decay: linear needs more than ${LINEAR_TAIL} epochs`,
  },
).refine(({ warmup, epochs }) => warmup < epochs, {
  path: ["warmup"],
  message: "Expected fewer epochs of warmup than epochs in all",
}).refine(({ nesterov, momentum }) => !nesterov || momentum > 0, {
  path: ["nesterov"],
  message: "Expected a momentum above 0 for nesterov: true",
}).superRefine(parameterCheck(listComplaints));

export type RetrainParams = z.infer<typeof retrainParams>;
