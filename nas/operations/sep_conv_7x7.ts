import type { Operation } from "./operation.ts";
import { separableConvolution } from "./separable_convolution.ts";

/** Separable convolution with kernels of 7 pixels. */
export const operation: Operation = separableConvolution({
  name: "sep_conv_7x7",
  kernel: 7,
});
