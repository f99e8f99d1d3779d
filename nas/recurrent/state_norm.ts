import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { batchNormTrain } from "../../engine/gradients/batch_norm.ts";
import { type Statistics, STATISTICS_MOMENTUM } from "../layers/statistics.ts";

const EPSILON = 1e-5;

/** One normalisation that all states of a cell pass, without scale and offset. */
export interface StateNorm {
  /** Normalises a state, [batch, units]. */
  readonly norm: (state: Tensor) => Tensor;
  /** Running statistics after the states that it has normalised. */
  readonly statistics: () => Statistics;
}

/**
 * Normalises each state with the statistics of its batch. As published, the running statistics follow each state in
 * turn, over all nodes and times: they are those of a mixture (docs/recurrent.md section 4).
 */
export function trainingNorm(running: Statistics): StateNorm {
  const means: Tensor[] = [];
  const variances: Tensor[] = [];
  return {
    norm: (state) => {
      const [batch, units] = state.shape as [number, number];
      const { y, mean, variance } = batchNormTrain(
        tf.reshape(state, [batch, 1, 1, units]),
        tf.ones([units]),
        tf.zeros([units]),
        EPSILON,
      );
      means.push(mean);
      variances.push(variance);
      return tf.reshape(y, [batch, units]);
    },
    statistics: () => {
      const count = means.length;
      const kept = 1 - STATISTICS_MOMENTUM;
      const shares = tf.tensor2d(
        means.map((_, i) => STATISTICS_MOMENTUM * kept ** (count - 1 - i)),
        [count, 1],
      );
      const blend = (old: Tensor, found: readonly Tensor[]) =>
        tf.add(
          tf.mul(old, kept ** count),
          tf.sum(tf.mul(tf.stack([...found]), shares), 0),
        );
      return {
        mean: blend(running.mean, means),
        variance: blend(running.variance, variances),
      };
    },
  };
}

/** Normalises each state with the running statistics. */
export function evaluationNorm(running: Statistics): StateNorm {
  const scale = tf.rsqrt(tf.add(running.variance, EPSILON));
  return {
    norm: (state) => tf.mul(tf.sub(state, running.mean), scale),
    statistics: () => running,
  };
}
