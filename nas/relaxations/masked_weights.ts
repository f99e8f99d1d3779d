import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";

/**
 * Mixture weights of which some candidates are pruned: those of all, with 0 for pruned ones, each row divided by its sum.
 * The gradient goes through the division (DrNAS), and that of a pruned alpha is exactly 0.
 *
 * @param alphas Raw alphas of each matrix, [rows, columns].
 * @param masks A factor of each weight, 1 or 0, matrix by matrix; no candidate is pruned without them.
 * @param weightsOf Mixture weights of alphas, matrix by matrix.
 */
export function maskedWeights(
  alphas: readonly Tensor[],
  masks: readonly (readonly (readonly number[])[])[] | undefined,
  weightsOf: (alphas: readonly Tensor[]) => Tensor[],
): Tensor[] {
  if (masks === undefined) return weightsOf(alphas);
  const factors = masks.map((rows) => tf.tensor2d(rows.map((row) => [...row])));
  // a factor for alphas as well: rounding would leave them a gradient, which the optimiser makes a step of
  const weights = weightsOf(alphas.map((a, i) => tf.mul(a, factors[i]!)));
  return weights.map((all, i) => {
    const left = tf.mul(all, factors[i]!);
    return tf.div(left, tf.sum(left, -1, true));
  });
}
