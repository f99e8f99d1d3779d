import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";

/** Tensors by name, as tfjs passes them to kernels and gradients. */
export type Tensors = Record<string, tf.Tensor>;
/** Attributes of a tfjs kernel. */
export type Attributes = Record<string, unknown>;

/** Functions of the backend that a kernel may call. */
export interface KernelBackend {
  /** Runs one operation with one output. */
  executeSingleOutput(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
  ): tf.Tensor;
  /** Runs one operation with several outputs. */
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** Attribute `T` = float32. */
export const FLOAT: Attribute = {
  name: "T",
  type: AttributeType.type,
  value: DType.float32,
};

/** Runs a registered kernel and records it on the tape. */
export function runKernel<R extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  name: string,
  inputs: Tensors,
  attributes: Attributes = {},
): R {
  return tf.engine().runKernel(
    name,
    inputs as unknown as tf.NamedTensorMap,
    attributes as unknown as tf.NamedAttrMap,
  ) as R;
}

/** Registers a kernel of the tensorflow backend, once. */
export function registerKernel(
  name: string,
  kernel: (
    inputs: Tensors,
    attributes: Attributes,
    backend: KernelBackend,
  ) => tf.Tensor | tf.Tensor[],
): void {
  if (tf.getKernel(name, "tensorflow")) return;
  tf.registerKernel({
    kernelName: name,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(
        inputs as Tensors,
        (attrs ?? {}) as Attributes,
        backend as unknown as KernelBackend,
      ),
  });
}

/** A gradient: maps dy, saved tensors and attributes to a closure for each input. */
export type Gradient = (
  dy: tf.Tensor,
  saved: tf.Tensor[],
  attributes: Attributes,
) => Record<string, () => tf.Tensor>;

/** Registers (or replaces) the gradient of a kernel. */
export function registerGradient(
  name: string,
  inputsToSave: string[],
  gradient: Gradient,
): void {
  tf.registerGradient({
    kernelName: name,
    inputsToSave,
    gradFunc: (dy, saved, attrs) =>
      gradient(dy as tf.Tensor, saved, attrs as Attributes),
  });
}

/** Closure that gives zeros like a tensor: the gradient towards an input that only selects. */
export function zerosLike(x: tf.Tensor): () => tf.Tensor {
  return () => tf.zeros(x.shape, "float32");
}
