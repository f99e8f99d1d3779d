import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import type { AlphaLoss } from "./alpha_loss.ts";

/** Distance of mixture weights from a half that the zero-one loss rewards. */
export interface ZeroOne {
  /** Name in results. */
  readonly name: string;
  /** Mean of squares (`l2`) or of absolute values (`l1`). */
  readonly distance: "l2" | "l1";
  /** Factor of the distance; published: 10. */
  readonly weight?: number;
}

/**
 * Cross entropy less the weighted mean distance of all mixture weights from a half, which drives each of them to 0 or 1
 * (FairDARTS). At a half itself its gradient is 0.
 */
export function zeroOneLoss(
  { name, distance, weight = 10 }: ZeroOne,
): AlphaLoss {
  // unlike that of tfjs's abs, this gradient is 0 at 0
  const of = (x: tf.Tensor) => tf.mul(x, distance === "l2" ? x : tf.sign(x));
  return {
    name,
    loss: ({ logits, labels, mixtures }) => {
      const sums = mixtures.map((rows) => tf.sum(of(tf.sub(rows, 0.5))));
      const count = mixtures.reduce((sum, { size }) => sum + size, 0);
      const mean = tf.div(tf.addN(sums), count);
      return tf.sub(crossEntropy(logits, labels), tf.mul(mean, weight));
    },
  };
}
