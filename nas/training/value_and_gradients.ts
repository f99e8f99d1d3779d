import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { mapTensors, tensorsOf } from "./tensor_tree.ts";

/** A loss with its gradients and all other values of a function. */
export interface ValueAndGradients<I extends object, O extends object> {
  /** All values of the function, the differentiated loss among them. */
  readonly values: O;
  /** Gradients of the loss, in the form of the inputs. */
  readonly gradients: I;
}

/**
 * Gradients of a loss together with all values that its function computes: tfjs's gradient functions return the first
 * value alone, and dispose the rest unless it is kept.
 *
 * @param fn Function of named tensors.
 * @param at Tensors to differentiate by, single or in lists, by name.
 */
export function valueAndGradients<
  I extends object,
  O extends { readonly loss: Tensor },
>(fn: (inputs: I) => O, at: I): ValueAndGradients<I, O> {
  let kept = {} as Omit<O, "loss">;
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
    const inputs = tensors.values();
    const { loss, ...rest } = fn(mapTensors(at, () => inputs.next().value!));
    kept = mapTensors(rest, (t) => tf.keep(t));
    return loss;
  })(tensorsOf(at));
  // hand them back to the surrounding tidy
  const others = mapTensors(kept, (t) => {
    const copy = tf.clone(t);
    t.dispose();
    return copy;
  });
  const gradients = grads.values();
  return {
    values: { loss: value, ...others } as unknown as O,
    gradients: mapTensors(at, () => gradients.next().value!),
  };
}
