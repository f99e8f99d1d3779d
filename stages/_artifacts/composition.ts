import { z } from "zod";
import type { Composition } from "../../nas/search/composition.ts";

/** Parts of the method of a search, as its artifacts hold them. */
export const composition: z.ZodType<Composition> = z.object({
  perturbation: z.enum(["none", "random", "adversarial"]),
  regulariser: z.enum([
    "none",
    "early-stop",
    "adaptive",
    "weight-decay",
    "drop-path",
  ]),
  relaxation: z.enum(["full", "partial", "progressive"]),
  selection: z.enum(["strength", "perturbation"]),
});
