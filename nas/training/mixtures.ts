import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import type { AlphaMatrix } from "../space/alpha_matrices.ts";

/** Mixture weights by name, as networks read them. */
export function namedMixtures(
  matrices: readonly AlphaMatrix[],
  mixtures: readonly tf.Tensor[],
): Record<string, tf.Tensor> {
  return Object.fromEntries(
    matrices.map(({ name }, i) => [name, mixtures[i]!]),
  );
}

/** Values of matrices, row by row, as tensors in their shapes; the caller disposes them. */
export function matrixTensors(
  matrices: readonly AlphaMatrix[],
  values: readonly Float32Array[],
): tf.Tensor2D[] {
  return matrices.map(({ rows, columns }, i) =>
    tf.tensor2d(values[i]!, [rows, columns])
  );
}

/** Row maxima, as constants towards autodiff: they cancel in a softmax and in a logarithm of sums. */
const rowMaximum = tf.customGrad((x, save) => {
  const rows = x as tf.Tensor;
  (save as (tensors: tf.Tensor[]) => void)([rows]);
  return {
    value: tf.max(rows, -1, true),
    gradFunc: (_, saved) => tf.zerosLike(saved[0]!),
  };
});

/**
 * Logarithm of the sum of exponentials of each row, differentiable to any order: its gradient is the soft-max.
 *
 * @param alphas [rows, columns]
 * @returns [rows]
 */
export function rowLogSumExp(alphas: Tensor): Tensor {
  const largest = rowMaximum(alphas);
  const powers = tf.exp(tf.sub(alphas, largest));
  const sums = tf.log(tf.sum(powers, -1, true));
  return tf.squeeze(tf.add(sums, largest), [-1]);
}

/**
 * Softmax of each row, composed of exp and a sum: bit-equal in eager and compiled mode (TensorFlow swaps its own
 * softmax kernel in graphs), differentiable to any order.
 *
 * @param alphas [rows, columns]
 */
export function rowSoftmax(alphas: Tensor): Tensor {
  const powers = tf.exp(tf.sub(alphas, rowMaximum(alphas)));
  return tf.div(powers, tf.sum(powers, -1, true));
}
