import { norConvolution } from "./nor_convolution.ts";
import type { Operation } from "./operation.ts";

/** A 1x1 convolution of NAS-Bench-201. */
export const operation: Operation = norConvolution("nor_conv_1x1", 1);
