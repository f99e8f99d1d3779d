import type { Operation } from "./operation.ts";
import { separableConvolution } from "./separable_convolution.ts";

/** Separable convolution with kernels of 5 pixels. */
export const operation: Operation = separableConvolution({
  name: "sep_conv_5x5",
  kernel: 5,
});
