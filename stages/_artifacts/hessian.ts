import { z } from "zod";
import { type ArtifactContent, jsonArtifact } from "./json_file.ts";
import { eigenvalueState, measure, searchFields } from "./fields.ts";

const convergence = z.object({
  /** State of `top`. */
  top: eigenvalueState,
  /** State of `spectral`. */
  spectral: eigenvalueState,
});

const batch = z.object({
  /** Numbers of the images in the official files. */
  ids: z.array(z.int()).optional(),
  loss: measure,
  /** Largest algebraic eigenvalue, which the reference reports. */
  top: measure,
  /** Eigenvalue of the largest absolute value. */
  spectral: measure,
  /** Largest difference of mirrored entries, a measure of rounding; null where only the ends were computed. */
  asymmetry: measure.optional(),
  /** Residuals of both ends of the spectrum where only they were computed (more than 256 alphas). */
  residuals: z.tuple([measure, measure]).nullish(),
  /** Ascending; Ritz values where only the ends were computed. */
  eigenvalues: z.array(measure),
  convergence: convergence.extend({
    /** How the eigenvalues were found, in their order; null where all are exact. */
    lanczos: z.object({
      steps: z.int(),
      /** Share of the largest absolute eigenvalue that a residual has to come down to. */
      tolerance: z.number(),
      residuals: z.array(z.number()),
      converged: z.array(z.boolean()),
    }).nullable(),
  }).optional(),
});
const spread = z.object({ mean: measure, std: measure });

/** `hessian.json` of the stage `hessian`. */
export const hessianFile = jsonArtifact(z.object({
  ...searchFields,
  dataset: z.string().optional(),
  dimension: z.int().positive(),
  weightDecayDiagonal: z.number(),
  mode: z.string(),
  batchSize: z.int(),
  batches: z.array(batch).min(1),
  top: spread,
  spectral: spread,
  /** The worst states of the batches. */
  convergence: convergence.optional(),
}));

export type Hessian = ArtifactContent<typeof hessianFile>;
