import { z } from "zod";
import { CRITERIA } from "../../nas/search/published_settings.ts";
import {
  augmentationParam,
  listComplaints,
} from "../_declare/augmentation_param.ts";
import { parameterCheck } from "../_declare/parameter_check.ts";
import { searchParams } from "../search/params.ts";

const {
  seed,
  batch,
  momentum,
  clip,
  alphaLearningRate,
  alphaWeightDecay,
  alphaSampling,
  crop,
  flip,
  threads,
} = searchParams.shape;

/** Parameters of the stage `project`; defaults are those of the published DARTS-PT. */
export const projectParams = z.strictObject({
  interval: z.int().positive().default(5).describe(
    "epochs of training from one decision to the next",
  ),
  criterion: z.enum(CRITERIA).default("accuracy").describe(
    "score of the supernet with a candidate masked",
  ),
  seed,
  batch,
  learningRate: z.number().positive().default(0.0025).describe(
    "first rate of the weights: a tenth of the rate of the search",
  ),
  learningRateEnd: z.number().nonnegative().default(0.001).describe(
    "rate that the cosine ends at",
  ),
  momentum,
  weightDecay: z.number().nonnegative().default(3e-4),
  clip,
  alphaLearningRate,
  alphaWeightDecay,
  alphaSampling,
  epsilon: z.number().nonnegative().default(0.3).describe(
    "radius of the perturbation after a search that perturbs",
  ),
  crop,
  flip,
  // It has no parameter for the side of a hole.
  augmentation: augmentationParam(["crop", "flip", "jitter"]),
  threads,
}).superRefine(
  parameterCheck((params) => listComplaints({ ...params, cutout: 0 })),
);

export type ProjectParams = z.infer<typeof projectParams>;
