import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType } from "../tensorflow/dtype.ts";
import {
  type Attributes,
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  zerosLike,
} from "./kernel.ts";

/** Registers the gradients of the gradients of pooling: linear in dy, zero towards the input that chose the maximum. */
export function registerPoolingGradients(): void {
  registerGradient("AvgPoolGrad", ["input"], (u, [input], a) => ({
    dy: () => runKernel("AvgPool", { x: u }, a),
    input: zerosLike(input!),
  }));
  registerKernel(
    "MaxPoolGradGrad",
    ({ input, output, dy }, attributes, backend) =>
      backend.executeSingleOutput(
        "MaxPoolGradGrad",
        poolAttributes(input!, attributes),
        [input!, output!, dy!],
      ),
  );
  registerGradient(
    "MaxPoolGrad",
    ["input", "output"],
    (u, [input, output], a) => ({
      dy: () => chosen(u, { input: input!, output: output! }, a),
      input: zerosLike(input!),
      output: zerosLike(output!),
    }),
  );
  registerGradient(
    "MaxPoolGradGrad",
    ["input", "output"],
    (u, [input, output], a) => ({
      dy: () =>
        runKernel("MaxPoolGrad", { input: input!, output: output!, dy: u }, a),
      input: zerosLike(input!),
      output: zerosLike(output!),
    }),
  );
}

/** Padding of a max pool, in place of minus infinity: it never wins. */
export const LOWEST = -1e30;

/**
 * The values of `u` at the positions that won a maximum pool.
 *
 * TensorFlow's kernel reuses the memory of `u` for its result, and zeroes it first, if nothing else holds `u` and both
 * have the same size: in a compiled program a pool that keeps the size would give zeros. With an explicit border the
 * sizes differ.
 */
function chosen(
  u: tf.Tensor,
  { input, output }: { input: tf.Tensor; output: tf.Tensor },
  attributes: Attributes,
): tf.Tensor {
  if (input.size !== output.size) {
    return runKernel("MaxPoolGradGrad", { input, output, dy: u }, attributes);
  }
  const { top, bottom, left, right } = poolInfo(input, attributes).padInfo;
  const bordered = (x: tf.Tensor, value: number) =>
    tf.pad(
      x as tf.Tensor4D,
      [[0, 0], [top, bottom], [left, right], [0, 0]],
      value,
    );
  return runKernel("MaxPoolGradGrad", {
    input: bordered(input, LOWEST),
    output,
    dy: bordered(u, 0),
  }, { ...attributes, pad: "valid" });
}

function poolInfo(input: tf.Tensor, a: Attributes) {
  return tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    a.filterSize as number,
    a.strides as number,
    1,
    a.pad as "same" | "valid",
    a.dimRoundingMode as "floor" | "round" | "ceil",
  );
}

function poolAttributes(input: tf.Tensor, a: Attributes): Attribute[] {
  const info = poolInfo(input, a);
  const { int, string } = AttributeType;
  return [
    FLOAT,
    {
      name: "ksize",
      type: int,
      value: [1, info.filterHeight, info.filterWidth, 1],
    },
    {
      name: "strides",
      type: int,
      value: [1, info.strideHeight, info.strideWidth, 1],
    },
    { name: "padding", type: string, value: info.padInfo.type },
    { name: "data_format", type: string, value: "NHWC" },
  ];
}
