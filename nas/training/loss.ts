import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";

/**
 * Mean cross entropy, composed so that its second derivative is right (tfjs's own loss is not).
 *
 * @param logits [batch, classes]
 * @param labels int32 [batch]
 * @param smoothing share of the target that all classes get alike; 0.1 in the published ImageNet training
 */
export function crossEntropy(
  logits: Tensor,
  labels: Tensor,
  smoothing = 0,
): Tensor {
  const classes = logits.shape[1]!;
  const hard = tf.cast(
    tf.oneHot(labels as tf.Tensor1D, classes),
    "float32",
  );
  const target = smoothing === 0
    ? hard
    : tf.add(tf.mul(hard, 1 - smoothing), smoothing / classes);
  const logProbability = tf.sum(tf.mul(target, logSoftmax(logits)), 1);
  return tf.neg(tf.mean(logProbability));
}

/** Results of a pass over a batch. */
export interface PassResults {
  /** Mean cross entropy. */
  readonly loss: Tensor;
  /** Right answers. */
  readonly correct: Tensor;
}

/** How many of a batch are classified right, float32 scalar. */
export function correctCount(logits: Tensor, labels: Tensor): tf.Scalar {
  const hits = tf.equal(tf.cast(tf.argMax(logits, 1), "int32"), labels);
  return tf.sum(tf.cast(hits, "float32"));
}

function logSoftmax(logits: Tensor): Tensor {
  return tf.logSoftmax(logits as tf.Tensor2D);
}
