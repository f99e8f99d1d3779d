import * as tf from "@tensorflow/tfjs-core";
import type { Layout } from "./layout.ts";

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

/** Share of the batch in each running statistic of a layout: one number where all are the usual. */
export function momentumOf(
  { statistics, statisticsCount }: Layout,
): number | Float32Array {
  if (statistics.every(({ momentum }) => momentum === undefined)) {
    return STATISTICS_MOMENTUM;
  }
  const shares = new Float32Array(statisticsCount).fill(STATISTICS_MOMENTUM);
  for (const { momentum, offset, size } of statistics) {
    if (momentum !== undefined) shares.fill(momentum, offset, offset + size);
  }
  return shares;
}

/** New running statistics [mean, variance]: (1 - momentum) * old + momentum * batch; one momentum, or one for each. */
export function updateStatistics(
  old: Statistics,
  batch: Statistics,
  momentum: number | Float32Array = STATISTICS_MOMENTUM,
): [tf.Tensor, tf.Tensor] {
  const [kept, taken] = typeof momentum === "number"
    ? [1 - momentum, momentum]
    : [tf.tensor1d(momentum.map((m) => 1 - m)), tf.tensor1d(momentum)];
  const blend = (a: tf.Tensor, b: tf.Tensor) =>
    tf.add(tf.mul(a, kept), tf.mul(b, taken));
  return [blend(old.mean, batch.mean), blend(old.variance, batch.variance)];
}
