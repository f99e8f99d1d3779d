import { z } from "zod";
import type { Composition } from "../../nas/search/composition.ts";

/** Parts of the method of a search, as its artifacts hold them. Without lists of all parts, which keys would hold. */
export const composition = z.preprocess(
  withMixture,
  z.object({
    perturbation: z.string(),
    regulariser: z.string(),
    mixture: z.string(),
    relaxation: z.string(),
    selection: z.string(),
    alphaLoss: z.string().default("cross-entropy"),
    sampling: z.string().default("none"),
    auxiliarySkip: z.string().default("none"),
  }),
) as unknown as z.ZodType<Composition>;

/** Older files name the mixture `relaxation`, and no sampling `softmax`. */
function withMixture(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "mixture" in value) {
    return value;
  }
  const { relaxation, sampling, ...rest } = value as Record<string, unknown>;
  return {
    ...rest,
    mixture: relaxation,
    relaxation: "softmax",
    sampling: sampling === "softmax" ? undefined : sampling,
  };
}
