import * as tf from "@tensorflow/tfjs-core";

/** Running statistics of all batch normalisations of a network, [statisticsCount] each. */
export interface Statistics {
  /** Means. */
  readonly mean: tf.Tensor1D;
  /** Unbiased variances. */
  readonly variance: tf.Tensor1D;
}

/** Share of the batch in new running statistics: PyTorch's `momentum`. */
export const STATISTICS_MOMENTUM = 0.1;

/** Names the two vectors. */
export function statisticsOf(mean: tf.Tensor, variance: tf.Tensor): Statistics {
  return { mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

/** New running statistics [mean, variance]: (1 - momentum) * old + momentum * batch. */
export function updateStatistics(
  old: Statistics,
  batch: Statistics,
  momentum = STATISTICS_MOMENTUM,
): [tf.Tensor, tf.Tensor] {
  const blend = (a: tf.Tensor, b: tf.Tensor) =>
    tf.add(tf.mul(a, 1 - momentum), tf.mul(b, momentum));
  return [blend(old.mean, batch.mean), blend(old.variance, batch.variance)];
}
