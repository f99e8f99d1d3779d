import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import type { UndrawnGradient } from "../layers/drawn_edges.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type { RandomSampling } from "./sampling.ts";

/** A hard Gumbel soft-max. */
export interface GumbelSampling {
  /** Name in results. */
  readonly name: string;
  /** Temperature of the first epoch; published: 10. */
  readonly from?: number;
  /** Temperature of the last epoch, to which it falls in equal steps; published: 0.1. */
  readonly to: number;
  /** Gradient of the weights that were not drawn; published: `node`. */
  readonly undrawn?: UndrawnGradient;
}

/** The largest weight of each row as 1, the others as 0, with the gradient of the weights themselves. */
const hardened = tf.customGrad((x) => {
  const weights = x as Tensor;
  const columns = weights.shape[1]!;
  const drawn = tf.argMax(weights, 1) as tf.Tensor1D;
  return {
    value: tf.cast(tf.oneHot(drawn, columns), "float32"),
    gradFunc: (dy) => dy,
  };
});

/**
 * Draws one candidate of each edge, with the probabilities of the soft-max: the largest of (log soft-max(alpha) + G) /
 * temperature, with G from the Gumbel distribution. The gradient is that of the soft-max of these numbers (straight
 * through): GDAS (Dong and Yang 2019, arXiv:1910.04465).
 *
 * @example Draws that stay soft for longer
 * ```ts
 * import { gumbelSampling } from "./gumbel_sampling.ts";
 *
 * export const sampling = gumbelSampling({ name: "gumbel-to-1", to: 1 });
 * ```
 */
export function gumbelSampling(
  { name, from = 10, to, undrawn = "node" }: GumbelSampling,
): RandomSampling {
  return {
    name,
    undrawn,
    noise: (numbers, random) => {
      for (let i = 0; i < numbers.length; i++) {
        // half a step off the grid keeps both logarithms finite
        const uniform = (random.uint32() + 0.5) * 2 ** -32;
        numbers[i] = -Math.log(-Math.log(uniform));
      }
    },
    weights: (alphas, { noise, ramp }) => {
      const temperature = tf.add(from, tf.mul(ramp, to - from));
      // the logarithm of the soft-max differs by a number for each row, which cancels
      const logits = tf.div(tf.add(alphas, noise), temperature);
      return hardened(rowSoftmax(logits));
    },
  };
}
