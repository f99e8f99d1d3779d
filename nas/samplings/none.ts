import type { Sampling } from "./sampling.ts";

/** No sampling: the relaxation of the method gives the mixture weights. */
export const sampling: Sampling = { name: "none" };
