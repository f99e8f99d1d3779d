import { norConvolution } from "./nor_convolution.ts";
import type { Operation } from "./operation.ts";

/** A 3x3 convolution of NAS-Bench-201. */
export const operation: Operation = norConvolution("nor_conv_3x3", 3);
