import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../attributes.ts";
import { AttributeType } from "../dtype.ts";
import {
  type Attributes,
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  zerosLike,
} from "./kernel.ts";

/** Gradients of the gradients of pooling: linear in dy, no derivative towards the input that chose the maximum. */
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
  const pair = [["MaxPoolGrad", "MaxPoolGradGrad"], [
    "MaxPoolGradGrad",
    "MaxPoolGrad",
  ]] as const;
  for (const [kernel, inverse] of pair) {
    registerGradient(kernel, ["input", "output"], (u, [input, output], a) => ({
      dy: () =>
        runKernel(inverse, { input: input!, output: output!, dy: u }, a),
      input: zerosLike(input!),
      output: zerosLike(output!),
    }));
  }
}

function poolAttributes(input: tf.Tensor, a: Attributes): Attribute[] {
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    a.filterSize as number,
    a.strides as number,
    1,
    a.pad as "same" | "valid",
    a.dimRoundingMode as "floor" | "round" | "ceil",
  );
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
