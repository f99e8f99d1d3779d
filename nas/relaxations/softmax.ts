import { softmaxRow } from "../space/simplex.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type { Relaxation } from "./relaxation.ts";

/** The soft-max of each row: DARTS. */
export const relaxation: Relaxation = {
  name: "softmax",
  weights: rowSoftmax,
  row: softmaxRow,
  simplex: true,
  shiftInvariant: true,
};
