import type * as tf from "@tensorflow/tfjs-core";
import { type Attributes, registerGradient, runKernel } from "./kernel.ts";

/**
 * Registers the gradients of the gradients of convolutions. Convolutions are closed under differentiation: with
 * y = C(x, w), dx = I(w, dy) and dw = F(x, dy), the derivatives of I and F are C, I and F.
 */
export function registerConvolutionGradients(): void {
  register("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter");
  register(
    "DepthwiseConv2dNative",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  );
}

function register(forward: string, byInput: string, byFilter: string): void {
  const convolve = (x: tf.Tensor, filter: tf.Tensor, a: Attributes) =>
    runKernel(forward, { x, filter }, {
      strides: a.strides,
      pad: a.pad,
      dataFormat: a.dataFormat ?? "NHWC",
      dilations: a.dilations ?? [1, 1],
      dimRoundingMode: a.dimRoundingMode,
    });
  const towardsInput = (
    filter: tf.Tensor,
    dy: tf.Tensor,
    a: Attributes,
    inputShape: number[],
  ) =>
    runKernel(byInput, { dy, filter }, {
      ...a,
      filterShape: undefined,
      inputShape,
    });
  const towardsFilter = (
    x: tf.Tensor,
    dy: tf.Tensor,
    a: Attributes,
    filterShape: number[],
  ) =>
    runKernel(byFilter, { x, dy }, {
      ...a,
      inputShape: undefined,
      filterShape,
    });
  registerGradient(byInput, ["dy", "filter"], (u, [dy, filter], a) => ({
    dy: () => convolve(u, filter!, a),
    filter: () => towardsFilter(u, dy!, a, filter!.shape),
  }));
  registerGradient(byFilter, ["x", "dy"], (v, [x, dy], a) => ({
    x: () => towardsInput(v, dy!, a, x!.shape),
    dy: () => convolve(x!, v, a),
  }));
}
