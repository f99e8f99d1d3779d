/**
 * Gradients (to second order and beyond) of every operation that the networks use.
 *
 * @module
 */
import { registerBatchNorm } from "./batch_norm.ts";
import { registerComparisonGradients } from "./comparison.ts";
import { registerConvolutionGradients } from "./convolution.ts";
import { registerPoolingGradients } from "./pooling.ts";
import { registerReluGradient } from "./relu.ts";
import { registerSubsample } from "./subsample.ts";
import { orderTape } from "./tape.ts";
import { registerWideFilterGradient } from "./wide_filter.ts";

/** Registers them all with tfjs. */
export function registerGradients(): void {
  orderTape();
  registerReluGradient();
  registerBatchNorm();
  registerConvolutionGradients();
  registerPoolingGradients();
  registerComparisonGradients();
  registerSubsample();
  registerWideFilterGradient();
}
