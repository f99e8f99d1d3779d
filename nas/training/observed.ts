import * as tf from "@tensorflow/tfjs-core";

/** What {@linkcode observed} returns. */
export interface Observed {
  /** All values of the function, the differentiated one first. */
  readonly values: tf.Tensor[];
  /** Gradients of the first value, one for each input. */
  readonly gradients: tf.Tensor[];
}

/**
 * Gradients of the first value of `fn` together with all its values: tfjs's gradient functions return the first alone,
 * and dispose the rest unless it is kept.
 */
export function observed(
  fn: (...xs: tf.Tensor[]) => tf.Tensor[],
  xs: tf.Tensor[],
): Observed {
  let others: tf.Tensor[] = [];
  const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
    const [first, ...rest] = fn(...inputs);
    others = rest.map((t) => tf.keep(t));
    return first!;
  })(xs);
  // hand them back to the surrounding tidy
  const values = others.map((t) => {
    const copy = tf.clone(t);
    t.dispose();
    return copy;
  });
  return { values: [value, ...values], gradients: grads };
}
