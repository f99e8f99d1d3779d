import * as tf from "@tensorflow/tfjs-core";
import { type SgdOptions, sgdStep } from "../../engine/optimisers.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { type MomentumRun, updateStatistics } from "../layers/statistics.ts";
import type { BatchValues } from "./batch_gradients.ts";
import { correctCount, type PassResults } from "./loss.ts";
import type { LiveNetwork } from "./network_tensors.ts";
import type { ValueAndGradients } from "./value_and_gradients.ts";

/** Results of a weight step: the tensors after it, and more. */
export type WeightResults = LiveNetwork & PassResults & {
  /** Norm of the gradient before it was clipped. */
  readonly norm: Tensor;
  /** Logits before the step, [batch, classes]. */
  readonly logits: Tensor;
  /** The clipped gradient, where some weights may be frozen. */
  readonly lastGradient?: Tensor;
};

/** A network after SGD on the gradients of a batch, and after the statistics of that batch. */
export function weightUpdate(
  { weights, buffer, statistics, rate, labels, trained }: LiveNetwork & {
    /** Learning rate, scalar. */
    readonly rate: Tensor;
    /** Labels of the batch, int32 [batch]. */
    readonly labels: Tensor;
    /** 1 for weights that are trained, 0 for those that are frozen, also in their momentum, [parameters]; all by default. */
    readonly trained?: Tensor | undefined;
  },
  { values, gradients }: ValueAndGradients<
    { readonly weights: Tensor },
    BatchValues
  >,
  { sgd, momentum }: {
    readonly sgd: SgdOptions;
    /** Shares of the batch in the running statistics; one for all by default. */
    readonly momentum?: readonly MomentumRun[];
  },
): WeightResults {
  const next = sgdStep({
    weights: weights as tf.Tensor1D,
    buffer: buffer as tf.Tensor1D,
    gradient: (trained === undefined
      ? gradients.weights
      : tf.mul(gradients.weights, trained)) as tf.Tensor1D,
    rate: rate as tf.Scalar,
  }, sgd);
  const { drawn } = values;
  const moved = trained === undefined ? undefined : tf.greater(trained, 0);
  const changed = (after: Tensor, before: Tensor) =>
    [drawn?.weights, moved].reduce<Tensor>(
      (value, mask) =>
        mask === undefined ? value : tf.where(mask, value, before),
      after,
    );
  return {
    loss: values.loss,
    correct: correctCount(values.logits, labels),
    weights: changed(next.weights, weights),
    buffer: changed(next.buffer, buffer),
    statistics: updateStatistics(
      statistics,
      values.statistics,
      momentum,
      drawn?.statistics,
    ),
    norm: next.norm,
    logits: values.logits,
    ...(trained === undefined ? {} : { lastGradient: next.clipped }),
  };
}
