import type { Regulariser } from "./regulariser.ts";

/** Dropped paths, whose probability is a parameter: R-DARTS (DP). */
export const regulariser: Regulariser = { name: "drop-path" };
