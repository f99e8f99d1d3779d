import * as tf from "@tensorflow/tfjs-core";

/** Methods that kernels of tfjs-node and gradients of tfjs call on tensors; tfjs-core has them as functions alone. */
const METHODS = {
  add: tf.add,
  mul: tf.mul,
  reshape: tf.reshape,
  slice: tf.slice,
  split: tf.split,
  sub: tf.sub,
  toFloat: (x: tf.Tensor) => tf.cast(x, "float32"),
  toInt: (x: tf.Tensor) => tf.cast(x, "int32"),
};

/** Gives tensors the methods that tfjs itself calls. Code of this project calls functions: `tf.add(x, y)`. */
export function registerMethods(): void {
  for (const [name, work] of Object.entries(METHODS)) {
    Object.defineProperty(tf.Tensor.prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: tf.Tensor, ...rest: never[]) {
        return (work as (x: tf.Tensor, ...rest: never[]) => unknown)(
          this,
          ...rest,
        );
      },
    });
  }
}
