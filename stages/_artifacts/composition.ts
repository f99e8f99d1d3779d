import { z } from "zod";
import type { Composition } from "../../nas/search/composition.ts";

/** Parts of the method of a search, as its artifacts hold them. Without lists of all parts, which keys would hold. */
export const composition = z.object({
  perturbation: z.string(),
  regulariser: z.string(),
  relaxation: z.string(),
  selection: z.string(),
  // Older files lack these.
  alphaLoss: z.string().default("cross-entropy"),
  sampling: z.string().default("softmax"),
}) as unknown as z.ZodType<Composition>;
