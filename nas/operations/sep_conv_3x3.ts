import type { Operation } from "./operation.ts";
import { separableConvolution } from "./separable_convolution.ts";

/** Separable convolution with kernels of 3 pixels. */
export const operation: Operation = separableConvolution({
  name: "sep_conv_3x3",
  kernel: 3,
});
