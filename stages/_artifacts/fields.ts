import { z } from "zod";

/** Schema of a measured number; `null` where it was not measured or is not finite. */
export const measure = z.number().nullable();

/** Schema of a measured number that older files may lack. */
export const optionalMeasure = measure.optional()
  .transform((value) => value ?? null);

/**
 * Schema of how batch normalisation worked while a number was measured: in `evaluation` mode by running statistics, in
 * `train` mode by those of each batch.
 */
export const normMode = z.enum(["evaluation", "train"]);

/** How batch normalisation worked while a number was measured. */
export type NormMode = z.infer<typeof normMode>;

/** Schema of the modes of several numbers of an artifact, by their names; older files lack it. */
export const normModes = z.record(z.string(), normMode).optional();

/** Schema of the reach of an epoch's perturbations, see `PerturbationReach`; older files lack it. */
export const reachFields = {
  perturbationNorm: measure.optional(),
  perturbationRatio: measure.optional(),
  perturbationsOutside: measure.optional(),
};

/** Schema of the changes of the architecture over the epochs of a search, see `GenotypeChanges`. */
export const changeFields = {
  genotypeChanges: z.int(),
  lastGenotypeChange: z.int().nullable(),
};

/** Which search an artifact belongs to. */
export const searchFields = {
  method: z.string(),
  space: z.string(),
  seed: z.int(),
};

/** Whether an eigenvalue is that of the Hessian: see `EigenvalueState`. */
export const eigenvalueState = z.enum(["exact", "converged", "unconverged"]);
