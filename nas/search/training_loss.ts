import type * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import type { Statistics } from "../layers/statistics.ts";
import type { SearchForward, TrainingData } from "./search_forward.ts";

/**
 * Loss of a batch in training mode, with logits and the means and variances of the batch, for `valueAndGradients()`.
 */
export function trainingLoss(
  forward: SearchForward,
  { batch: { y, ...data }, ...inputs }: {
    readonly weights: tf.Tensor;
    /** Mixture weights of each matrix. */
    readonly mixtures: readonly tf.Tensor[];
    readonly batch: TrainingData;
  },
): { loss: tf.Tensor; logits: tf.Tensor; statistics: Statistics } {
  const { logits, layers } = forward("train", { ...inputs, ...data });
  return {
    loss: crossEntropy(logits, y),
    logits,
    statistics: layers.batchStatistics(),
  };
}
