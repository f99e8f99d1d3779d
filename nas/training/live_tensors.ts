import * as tf from "@tensorflow/tfjs-core";
import type { StoredTensor } from "../../engine/safetensors.ts";

/** Stored tensors in TensorFlow, in the order of `names`; the caller disposes them. */
export function loadTensors(
  stored: Readonly<Record<string, StoredTensor>>,
  names: readonly string[],
): tf.Tensor[] {
  return names.map((name) => {
    const tensor = stored[name];
    if (tensor === undefined) {
      throw new Error(`Expected a tensor ${name} but found none in the state`);
    }
    return tf.tensor(tensor.data as Float32Array, [...tensor.shape], "float32");
  });
}

/** Copies of tensors for storage, by name. */
export function storeTensors(
  tensors: readonly tf.Tensor[],
  names: readonly string[],
): Record<string, StoredTensor> {
  return Object.fromEntries(names.map((name, i) => {
    const tensor = tensors[i]!;
    const data = tensor.dataSync() as Float32Array;
    return [name, { dtype: "F32", shape: [...tensor.shape], data }];
  }));
}
