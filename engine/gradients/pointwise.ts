import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType } from "../tensorflow/dtype.ts";
import { borderGradient } from "./border_gradient.ts";
import { type Attributes, FLOAT, type KernelBackend } from "./kernel.ts";
import { replaceKernel } from "./replace_kernel.ts";

/** True for each of two matrices that is transposed. */
type Transposed = readonly [a: boolean, b: boolean];

/** Attributes of TensorFlow's matrix products. */
export function productAttributes([a, b]: Transposed): Attribute[] {
  return [
    FLOAT,
    { name: "transpose_a", type: AttributeType.bool, value: a },
    { name: "transpose_b", type: AttributeType.bool, value: b },
  ];
}

/** True for a 1x1 filter with stride 1, whose convolution is a matrix product. */
export function isPointwise(
  filterShape: readonly number[],
  { strides, pad, dataFormat = "NHWC" }: Attributes,
): boolean {
  return filterShape[0] === 1 && filterShape[1] === 1 &&
    [strides].flat().every((stride) => stride === 1) &&
    (pad === "valid" || pad === "same") && dataFormat === "NHWC";
}

/** Reshapes a map or a filter [.., .., .., C] to a matrix of C columns. */
export function asMatrix(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape[3]!]);
}

/**
 * Replaces the kernels of 1x1 convolutions with stride 1 by matrix products. Measured on a CPU with one thread they are
 * 10 to 30 % faster for maps and up to twice as fast for the gradient of the filter; small maps gain most. The input
 * gradients of convolutions that keep the size of their map are those of {@linkcode borderGradient}.
 */
export function registerPointwise(): void {
  replaceKernel("Conv2D", ({ inputs, attributes, backend }) => {
    const { x, filter } = inputs;
    if (!isPointwise(filter!.shape, attributes)) return;
    return product(backend, [x!, filter!], [false, false], [
      ...x!.shape.slice(0, 3),
      filter!.shape[3]!,
    ]);
  });
  replaceKernel("Conv2DBackpropInput", (call) => {
    const { inputs: { dy, filter }, attributes, backend } = call;
    if (!isPointwise(filter!.shape, attributes)) return borderGradient(call);
    return product(
      backend,
      [dy!, filter!],
      [false, true],
      attributes.inputShape as number[],
    );
  });
  replaceKernel("Conv2DBackpropFilter", ({ inputs, attributes, backend }) => {
    const { x, dy } = inputs;
    const shape = attributes.filterShape as number[];
    if (!isPointwise(shape, attributes)) return;
    return product(backend, [x!, dy!], [true, false], shape);
  });
}

function product(
  backend: KernelBackend,
  factors: readonly [tf.Tensor, tf.Tensor],
  transposed: Transposed,
  shape: number[],
): tf.Tensor {
  return tf.tidy(() =>
    tf.reshape(
      backend.executeSingleOutput(
        "MatMul",
        productAttributes(transposed),
        factors.map(asMatrix),
      ),
      shape,
    )
  );
}
