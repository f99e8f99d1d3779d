import type * as tf from "@tensorflow/tfjs-core";
import type { AlphaMatrix } from "../space/alpha_matrices.ts";

/** Mixture weights by name, as networks read them. */
export function namedMixtures(
  matrices: readonly AlphaMatrix[],
  mixtures: readonly tf.Tensor[],
): Record<string, tf.Tensor2D> {
  return Object.fromEntries(
    matrices.map(({ name }, i) => [name, mixtures[i] as tf.Tensor2D]),
  );
}
