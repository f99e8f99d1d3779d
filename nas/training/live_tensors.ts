import * as tf from "@tensorflow/tfjs-core";
import type { StoredTensor } from "../../engine/safetensors.ts";
import { mapLeaves, tensorsLike } from "./tensor_tree.ts";

/** Names of stored tensors, single or in lists, by the names that programs use. Files keep the order of keys. */
export type NameTree =
  | string
  | readonly NameTree[]
  | { readonly [name: string]: NameTree };

/** Tensors in the form of a {@linkcode NameTree}. */
export type TensorsNamed<N> = N extends string ? tf.Tensor
  : N extends readonly (infer E)[] ? readonly TensorsNamed<E>[]
  : { readonly [K in keyof N]: TensorsNamed<N[K]> };

const isName = (node: unknown) => typeof node === "string";

/** All names of a tree, in the order of keys. */
export function storedNames(names: NameTree): string[] {
  const found: string[] = [];
  mapLeaves(names, isName, (name) => found.push(name as string));
  return found;
}

/** Stored tensors in TensorFlow, in the form of their names; the caller disposes them. */
export function loadTensors<N extends NameTree>(
  stored: Readonly<Record<string, StoredTensor>>,
  names: N,
): TensorsNamed<N> {
  return mapLeaves(names, isName, (name) => {
    const tensor = stored[name as string];
    if (tensor === undefined) {
      throw new Error(`The state has no tensor ${name}`);
    }
    return tf.tensor(tensor.data as Float32Array, [...tensor.shape], "float32");
  }) as TensorsNamed<N>;
}

/** Copies of tensors for storage, by name. */
export function storeTensors<N extends NameTree>(
  tensors: TensorsNamed<N>,
  names: N,
): Record<string, StoredTensor> {
  const live = tensorsLike(names, isName, tensors);
  return Object.fromEntries(
    storedNames(names).map((name, i) => [name, stored(live[i]!)]),
  );
}

/** Copies of those tensors that a step which failed has not disposed, by name. */
export function storeRemaining<N extends NameTree>(
  tensors: TensorsNamed<N>,
  names: N,
): Record<string, StoredTensor> {
  const live = tensorsLike(names, isName, tensors);
  return Object.fromEntries(
    storedNames(names).flatMap((name, i) =>
      live[i]!.isDisposed ? [] : [[name, stored(live[i]!)]]
    ),
  );
}

function stored(tensor: tf.Tensor): StoredTensor {
  const data = tensor.dataSync() as Float32Array;
  return { dtype: "F32", shape: [...tensor.shape], data };
}
