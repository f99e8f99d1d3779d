/**
 * Gradients (to second order and beyond) of every operation that the networks use.
 *
 * @module
 */
import { registerBatchNorm } from "./batch_norm.ts";
import { registerBranches } from "./branches.ts";
import { registerComparisonGradients } from "./comparison.ts";
import { registerConvolutionGradients } from "./convolution.ts";
import { registerEmbed } from "./embed.ts";
import { registerPointwise } from "./pointwise.ts";
import { registerPoolingGradients } from "./pooling.ts";
import { registerReluGradient } from "./relu.ts";
import { registerScaledConv } from "./scaled_conv.ts";
import { registerSubsample } from "./subsample.ts";
import { orderTape } from "./tape.ts";
import { registerWideFilterGradient } from "./wide_filter.ts";

/** Registers all kernels and gradients with tfjs. */
export function registerGradients(device: "cpu" | "gpu" = "cpu"): void {
  orderTape();
  registerReluGradient();
  registerBatchNorm();
  registerBranches();
  registerConvolutionGradients();
  registerPoolingGradients();
  registerComparisonGradients();
  registerScaledConv(device === "cpu");
  registerSubsample();
  registerEmbed();
  registerWideFilterGradient();
  if (device === "cpu") registerPointwise();
}
