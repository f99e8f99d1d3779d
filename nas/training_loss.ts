import type * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "./loss.ts";
import type { SearchForward } from "./search_forward.ts";

/** What the loss of a training batch is computed from. */
export interface TrainingInputs {
  /** Flat weights. */
  readonly weights: tf.Tensor;
  /** Mixture weights of each matrix. */
  readonly mixtures: readonly tf.Tensor[];
  /** Images. */
  readonly x: tf.Tensor;
  /** Labels. */
  readonly y: tf.Tensor;
  /** Seed of noise operations. */
  readonly seed: tf.Tensor;
}

/** Loss of a batch in training mode, with logits and the means and variances that it saw, for `observed()`. */
export function trainingLoss(
  forward: SearchForward,
  { y, ...inputs }: TrainingInputs,
): tf.Tensor[] {
  const { logits, layers } = forward("train", inputs);
  return [
    crossEntropy(logits, y),
    logits,
    ...Object.values(layers.batchStatistics()),
  ];
}
