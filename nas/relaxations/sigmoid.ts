import * as tf from "@tensorflow/tfjs-core";
import type { Relaxation } from "./relaxation.ts";

/** The sigmoid of each alpha: candidates of an edge do not compete, and begin at a half (FairDARTS). */
export const relaxation: Relaxation = {
  name: "sigmoid",
  weights: (alphas) => tf.sigmoid(alphas),
  row: (alphas) => alphas.map((alpha) => 1 / (1 + Math.exp(-alpha))),
  simplex: false,
  initial: 0,
};
