import * as tf from "@tensorflow/tfjs-core";
import type { Attribute } from "../tensorflow/attributes.ts";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import {
  type Attributes,
  FLOAT,
  type KernelBackend,
  registerKernel,
  runKernel,
} from "./kernel.ts";
import { asMatrix, isPointwise, productAttributes } from "./pointwise.ts";

/** Smallest weight: negligible beside weights that add up to 1. */
const SMALLEST = 1e-20;

/**
 * weight * (convolution(x, filter) + offset) without padding, in one pass over the map: TensorFlow's convolution, or
 * matrix product for filters of one pixel, with bias.
 *
 * The weight is folded into the filter. Its gradient is the sum of dy * y over the weight, which costs no gradient of
 * the filter and no second map.
 */
export function scaledConv(
  inputs: {
    /** NHWC. */
    readonly x: tf.Tensor4D;
    /** [height, width, in, out] */
    readonly filter: tf.Tensor4D;
    /** [out] */
    readonly offset: tf.Tensor1D;
    /** Factor of the result; never 0, see {@linkcode awayFromZero}. */
    readonly weight: tf.Scalar;
  },
  strides: readonly [number, number],
): tf.Tensor4D {
  return runKernel("ScaledConv", { ...inputs }, { strides });
}

/** Replaces zeros among weights by a negligible number; the gradient passes unchanged. */
export function awayFromZero(weights: tf.Tensor): tf.Tensor {
  return tf.customGrad((w) => ({
    value: tf.where(
      tf.less(tf.abs(w as tf.Tensor), SMALLEST),
      tf.fill((w as tf.Tensor).shape, SMALLEST),
      w as tf.Tensor,
    ),
    gradFunc: (dy) => dy as tf.Tensor,
  }))(weights);
}

/**
 * Registers the kernel behind {@linkcode scaledConv} and its gradients.
 *
 * @param fused Whether TensorFlow's convolution with bias is used. Its kernel for GPUs was never tried.
 */
export function registerScaledConv(fused: boolean): void {
  registerKernel("ScaledConv", (inputs, { strides }, backend) => {
    const { x, filter, offset, weight } = inputs;
    return tf.tidy(() => {
      const scaled = tf.mul(filter!, weight!) as tf.Tensor4D;
      const shift = tf.mul(offset!, weight!);
      const step = strides as [number, number];
      return fused
        ? convolveWithBias(backend, [x!, scaled, shift], step)
        : tf.add(tf.conv2d(x as tf.Tensor4D, scaled, step, "valid"), shift);
    });
  });
  tf.registerGradient({
    kernelName: "ScaledConv",
    inputsToSave: ["x", "filter", "weight"],
    outputsToSave: [true],
    gradFunc: (upstream, saved, { strides }: Attributes) => {
      const dy = upstream as tf.Tensor;
      const [x, filter, weight, y] = saved as tf.Tensor[];
      const attributes = {
        strides,
        pad: "valid",
        dataFormat: "NHWC",
        dimRoundingMode: undefined,
      };
      return {
        x: () =>
          runKernel("Conv2DBackpropInput", {
            dy,
            filter: tf.mul(filter!, weight!),
          }, { ...attributes, inputShape: x!.shape }),
        filter: () =>
          tf.mul(
            runKernel("Conv2DBackpropFilter", { x: x!, dy }, {
              ...attributes,
              filterShape: filter!.shape,
            }) as tf.Tensor,
            weight!,
          ),
        offset: () => tf.mul(tf.sum(dy, [0, 1, 2]), weight!),
        weight: () => tf.div(tf.sum(tf.mul(dy, y!)), weight!),
      };
    },
  });
}

function convolveWithBias(
  backend: KernelBackend,
  inputs: tf.Tensor[],
  [height, width]: [number, number],
): tf.Tensor {
  const [x, filter, shift] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const text = (name: string, value: string | string[]): Attribute => ({
    name,
    type: AttributeType.string,
    value,
  });
  const whole = (name: string, value: number | number[]): Attribute => ({
    name,
    type: AttributeType.int,
    value,
  });
  const strides = [height, width];
  if (isPointwise(filter.shape, { strides, pad: "valid" })) {
    const y = backend.executeSingleOutput("_FusedMatMul", [
      ...productAttributes([false, false]),
      whole("num_args", 1),
      text("fused_ops", ["BiasAdd"]),
    ], [asMatrix(x), asMatrix(filter), shift]);
    return tf.reshape(y, [...x.shape.slice(0, 3), filter.shape[3]!]);
  }
  return backend.executeSingleOutput("_FusedConv2D", [
    FLOAT,
    { name: "TArgs", type: AttributeType.type, value: [DType.float32] },
    whole("num_args", 1),
    whole("num_host_args", 0),
    whole("strides", [1, height, width, 1]),
    whole("dilations", [1, 1, 1, 1]),
    text("padding", "VALID"),
    text("data_format", "NHWC"),
    text("fused_ops", ["BiasAdd"]),
  ], inputs);
}
