import { dilatedConvolution } from "./dilated_convolution.ts";
import type { Operation } from "./operation.ts";

/** Dilated separable convolution with kernels of 5 taps, which span 9 pixels. */
export const operation: Operation = dilatedConvolution({
  name: "dil_conv_5x5",
  kernel: 5,
});
