import { z } from "zod";

/** Precisions of training steps. */
const PRECISIONS = ["float32", "bfloat16"] as const;

/** Schema of the precision of a training; float32 is left out of keys. */
export const precisionParam = z.enum(PRECISIONS).optional().describe(
  "precision of convolutions and matrix products in training steps; all else, and all that is measured, is float32; default: float32",
).transform((precision) => precision === "float32" ? undefined : precision);

/** Module of the precision, where it is not float32. */
export function precisionParts(
  { precision }: { readonly precision?: "bfloat16" | undefined },
): Readonly<Record<string, string>> {
  return precision === undefined ? {} : {
    [`precision/${precision}`]: import.meta.resolve(
      "../../engine/compile/bfloat16.ts",
    ),
  };
}
