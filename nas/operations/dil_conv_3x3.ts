import { dilatedConvolution } from "./dilated_convolution.ts";
import type { Operation } from "./operation.ts";

/** Dilated separable convolution with kernels of 3 taps, which span 5 pixels. */
export const operation: Operation = dilatedConvolution({
  name: "dil_conv_3x3",
  kernel: 3,
});
