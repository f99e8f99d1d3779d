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

/** Row maxima, as constants towards autodiff: they cancel in a softmax. */
const rowMaximum = tf.customGrad((x, save) => {
  const rows = x as tf.Tensor;
  (save as (tensors: tf.Tensor[]) => void)([rows]);
  return {
    value: tf.max(rows, -1, true),
    gradFunc: (_, saved) => tf.zerosLike(saved[0]!),
  };
});

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
