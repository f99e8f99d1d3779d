import * as tf from "@tensorflow/tfjs-core";

/** Pieces of a flat vector; a piece of a network may have none. */
export function splitVector(
  flat: tf.Tensor,
  specs: readonly { readonly size: number }[],
): tf.Tensor[] {
  // tfjs cannot differentiate a split into one piece
  if (specs.length < 2) return specs.map(() => flat);
  return tf.split(flat, specs.map((s) => s.size));
}
