import type * as tf from "@tensorflow/tfjs-core";

/** Mixture weights by name, as networks read them. */
export function namedMixtures(
  [normal, reduce]: readonly tf.Tensor[],
): Record<string, tf.Tensor2D> {
  return { normal: normal as tf.Tensor2D, reduce: reduce as tf.Tensor2D };
}
