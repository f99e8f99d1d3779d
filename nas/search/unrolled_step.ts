import type * as tf from "@tensorflow/tfjs-core";
import type { AlphaTensors } from "./alpha_step.ts";
import type { TrainingData } from "./search_forward.ts";
import type { SearchParts } from "./search_programs.ts";
import type { Statistics } from "../layers/statistics.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import type { Programs } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { Unrolling } from "./published_settings.ts";

/** A batch with the programs for its size. */
export interface StepBatch {
  readonly programs: Programs<SearchParts>;
  readonly batch: TrainingData;
}

/** Inputs of a second-order alpha step. */
export type UnrolledInputs = LiveNetwork & {
  readonly arch: AlphaTensors;
  /** Training batch: that of the coming weight step. */
  readonly training: StepBatch;
  readonly validation: StepBatch;
  /** Bias corrections of Adam, [2]. */
  readonly corrections: tf.Tensor;
  /** Learning rate of the weights, scalar. */
  readonly rate: tf.Tensor;
};

/** Results of a second-order alpha step; the caller disposes them. */
export interface UnrolledResult {
  readonly arch: AlphaTensors;
  /** Running statistics: every forward pass on the training batch moves them, as in the reference. */
  readonly statistics: Statistics;
  /** Validation loss at the unrolled weights. */
  readonly loss: tf.Tensor;
  /** Gradients that Adam was given, without its weight decay. */
  readonly gradients: readonly tf.Tensor[];
  /** The mixed product of each matrix, before the learning rate. */
  readonly products: readonly tf.Tensor[];
}

/**
 * Second-order alpha step (docs/method.md section 4, step 2): the gradient of the validation loss at weights after one
 * step of training, less the learning rate times the mixed second derivative of the training loss along the gradient of
 * those weights.
 */
export function unrolledStep(
  unrolling: Exclude<Unrolling, "none">,
  inputs: UnrolledInputs,
): UnrolledResult {
  const { weights, buffer, arch, training, validation, rate } = inputs;
  const { alphas } = arch;
  const ahead = training.programs.lookahead({
    weights,
    buffer,
    statistics: inputs.statistics,
    alphas,
    batch: training.batch,
    rate,
  });
  const { loss, correct, vector, direct } = validation.programs
    .validationGradients({
      weights: ahead.weights,
      alphas,
      batch: validation.batch,
    });
  disposeTensors(ahead.weights, correct);
  const pass = { weights, vector, alphas, batch: training.batch };
  const mixed = unrolling === "exact"
    ? {
      products: training.programs.mixedProductExact(pass),
      statistics: ahead.statistics,
    }
    : mixedProduct(training, { ...pass, statistics: ahead.statistics });
  const { products, statistics } = mixed;
  const next = validation.programs.adamOnCombined({
    arch,
    direct,
    products,
    corrections: inputs.corrections,
    rate,
  });
  disposeTensors(vector, direct);
  return { ...next, statistics, loss, products };
}

/** The product by central difference; disposes the statistics that it takes over. */
function mixedProduct(
  { programs }: StepBatch,
  inputs: Parameters<Programs<SearchParts>["mixedProductByDifference"]>[0],
): Pick<UnrolledResult, "products" | "statistics"> {
  const { radius, ...mixed } = programs.mixedProductByDifference(inputs);
  disposeTensors(radius, inputs.statistics);
  return mixed;
}
