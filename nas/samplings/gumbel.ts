import { gumbelSampling } from "./gumbel_sampling.ts";
import type { Sampling } from "./sampling.ts";

/** One drawn candidate an edge; the temperature falls from 10 to 0.1: GDAS. */
export const sampling: Sampling = gumbelSampling({ name: "gumbel", to: 0.1 });
