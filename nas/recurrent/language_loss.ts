import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { crossEntropy } from "../training/loss.ts";
import type { LanguageOutputs } from "./language_model.ts";

/** Terms beside the cross entropy of a weight step. */
export interface LanguagePenalties {
  /** Factor of the mean square of differences between outputs of neighbouring times; published: 1e-3. */
  readonly slowness: number;
  /** Factor of the mean square of dropped outputs; published: 0. */
  readonly activation: number;
}

/**
 * Cross entropy of the next words, and the loss of a weight step: with `slowness * mean((h_t+1 - h_t)^2)` on outputs
 * before their dropout and `activation * mean(h^2)` after it (docs/recurrent.md section 2).
 *
 * @param labels Numbers of the next words, int32 [length * batch].
 */
export function languageLoss(
  { logits, raw, dropped }: Pick<LanguageOutputs, "logits" | "raw" | "dropped">,
  labels: Tensor,
  { slowness, activation }: LanguagePenalties,
): { readonly loss: Tensor; readonly entropy: Tensor } {
  const entropy = crossEntropy(logits, labels);
  const [length, ...rest] = raw.shape as [number, number, number];
  const from = (time: number) =>
    tf.slice(raw, [time, 0, 0], [length - 1, ...rest]);
  let loss = entropy;
  // one time has no neighbour
  if (slowness > 0 && length > 1) {
    const moved = tf.square(tf.sub(from(1), from(0)));
    loss = tf.add(loss, tf.mul(tf.mean(moved), slowness));
  }
  if (activation > 0) {
    loss = tf.add(loss, tf.mul(tf.mean(tf.square(dropped)), activation));
  }
  return { loss, entropy };
}
