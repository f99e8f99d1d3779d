import type * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import type { SearchForward } from "./search_forward.ts";

/** What the loss of a training batch is computed from. */
export interface TrainingInputs {
  /** Flat weights. */
  readonly weights: tf.Tensor;
  /** Mixture weights of each matrix. */
  readonly mixtures: readonly tf.Tensor[];
  /** Images, labels, seed of noise operations, then what may be dropped: see `SearchSpecs.training`. */
  readonly batch: readonly tf.Tensor[];
}

/** Loss of a batch in training mode, with logits and the means and variances that it saw, for `observed()`. */
export function trainingLoss(
  forward: SearchForward,
  { batch, ...inputs }: TrainingInputs,
): tf.Tensor[] {
  const [x, y, seed, ...extra] = batch;
  const { logits, layers } = forward("train", {
    ...inputs,
    x: x!,
    seed: seed!,
    extra,
  });
  return [
    crossEntropy(logits, y!),
    logits,
    ...Object.values(layers.batchStatistics()),
  ];
}
