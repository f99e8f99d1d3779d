import * as tf from "@tensorflow/tfjs-core";
import { crossEntropy } from "../training/loss.ts";
import { rowLogSumExp } from "../training/mixtures.ts";
import type { AlphaLoss } from "./alpha_loss.ts";

/** Decay of the mixture weights that alphas stand for. */
export interface BetaDecay {
  /** Name in results. */
  readonly name: string;
  /** Factor of the decay in an epoch, from 0; published: half of the epoch. */
  readonly weight?: (epoch: number) => number;
}

/**
 * Cross entropy plus the weighted mean, over all rows of alphas, of the logarithm of the sum of their exponentials
 * (Beta-DARTS). The gradient in an alpha is its soft-max in its row, divided by the number of rows: the strongest alphas
 * fall fastest, so that mixture weights stay close to each other.
 */
export function betaDecayLoss(
  { name, weight = (epoch) => 50 * epoch / 100 }: BetaDecay,
): AlphaLoss {
  return {
    name,
    weight,
    loss: ({ logits, labels, alphas, weight }) => {
      const sums = alphas.map((rows) => tf.sum(rowLogSumExp(rows)));
      const count = alphas.reduce((sum, { shape }) => sum + shape[0]!, 0);
      const decay = tf.div(tf.addN(sums), count);
      return tf.add(crossEntropy(logits, labels), tf.mul(decay, weight));
    },
  };
}
