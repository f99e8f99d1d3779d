import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import type { Layout } from "./layout.ts";

/** Running statistics of all batch normalisations of a network, [statisticsCount] each. */
export interface Statistics {
  /** Means. */
  readonly mean: Tensor;
  /** Unbiased variances. */
  readonly variance: Tensor;
}

/** Share of the batch in new running statistics: PyTorch's `momentum`. */
export const STATISTICS_MOMENTUM = 0.1;

/** Neighbouring statistics with the same share of the batch. */
export interface MomentumRun {
  /** How many. */
  readonly size: number;
  /** Share of the batch. */
  readonly momentum: number;
}

/** Shares of the batch in the running statistics of a layout, in its order. */
export function momentumOf({ statistics }: Layout): MomentumRun[] {
  const runs: MomentumRun[] = [];
  for (const { size, momentum = STATISTICS_MOMENTUM } of statistics) {
    const last = runs.at(-1);
    if (last?.momentum === momentum) {
      runs[runs.length - 1] = { size: last.size + size, momentum };
    } else runs.push({ size, momentum });
  }
  return runs;
}

/**
 * New running statistics: (1 - momentum) * old + momentum * batch; one momentum for all by default.
 *
 * @param taken Booleans: where they are false, the old ones stay.
 */
export function updateStatistics(
  old: Statistics,
  batch: Statistics,
  momentum: number | readonly MomentumRun[] = STATISTICS_MOMENTUM,
  taken?: Tensor,
): Statistics {
  const runs = typeof momentum === "number"
    ? [{ size: 0, momentum }]
    : momentum;
  // as fills, not as data: a compiled program takes no long constant
  const factor = (of: (momentum: number) => number) =>
    runs.length < 2
      ? of(runs[0]?.momentum ?? STATISTICS_MOMENTUM)
      : tf.concat(runs.map((run) => tf.fill([run.size], of(run.momentum))));
  const kept = factor((share) => 1 - share);
  const shares = factor((share) => share);
  const blend = (a: Tensor, b: Tensor) => {
    const next = tf.add(tf.mul(a, kept), tf.mul(b, shares));
    return taken === undefined ? next : tf.where(taken, next, a);
  };
  return {
    mean: blend(old.mean, batch.mean),
    variance: blend(old.variance, batch.variance),
  };
}
