import { z } from "zod";

/** Schema of a measured number; `null` where it was not measured or is not finite. */
export const measure = z.number().nullable();

/** Schema of a measured number that older files may lack. */
export const optionalMeasure = measure.optional()
  .transform((value) => value ?? null);

/** Which search an artifact belongs to. */
export const searchFields = {
  method: z.string(),
  space: z.string(),
  seed: z.int(),
};
