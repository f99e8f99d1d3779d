import { rowSoftmax } from "../training/mixtures.ts";
import type { Sampling } from "./sampling.ts";

/** The soft-max of each row: DARTS. */
export const sampling: Sampling = { name: "softmax", weights: rowSoftmax };
