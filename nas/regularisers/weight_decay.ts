import type { Regulariser } from "./regulariser.ts";

/** More weight decay, which is a parameter: R-DARTS (L2). */
export const regulariser: Regulariser = { name: "weight-decay" };
