import * as tf from "@tensorflow/tfjs-core";
import type { SearchSteps } from "./search_programs.ts";
import { type Statistics, statisticsOf } from "../layers/statistics.ts";
import type { Programs } from "../training/programs.ts";
import type { Unrolling } from "./published_settings.ts";

/** A batch as steps take it. */
export interface StepBatch {
  /** Programs for its size. */
  readonly programs: Programs<keyof SearchSteps>;
  /** Images, labels, the seed of noise operations, then what may be dropped: see `SearchSpecs.training`. */
  readonly tensors: readonly tf.Tensor[];
}

/** What a second-order alpha step reads. */
export interface UnrolledInputs {
  /** Flat weights. */
  readonly weights: tf.Tensor;
  /** Their momentum. */
  readonly buffer: tf.Tensor;
  /** Running statistics. */
  readonly statistics: Statistics;
  /** Alphas, then Adam's first and second moments, matrix by matrix. */
  readonly arch: readonly tf.Tensor[];
  /** Training batch: that of the coming weight step. */
  readonly training: StepBatch;
  /** Validation batch. */
  readonly validation: StepBatch;
  /** Bias corrections of Adam, [2]. */
  readonly corrections: tf.Tensor;
  /** Learning rate of the weights, scalar. */
  readonly rate: tf.Tensor;
}

/** What a second-order alpha step gives; the caller disposes it. */
export interface UnrolledResult {
  /** Alphas and moments. */
  readonly arch: tf.Tensor[];
  /** Running statistics: every forward pass on the training batch moves them, as in the reference. */
  readonly statistics: Statistics;
  /** Validation loss at the unrolled weights. */
  readonly loss: tf.Tensor;
  /** Gradients that Adam was given, without its weight decay. */
  readonly gradients: tf.Tensor[];
  /** The mixed product of each matrix, before the learning rate. */
  readonly products: tf.Tensor[];
}

/**
 * Second-order alpha step (method.md section 4, step 2): the gradient of the validation loss at weights after one step
 * of training, less the learning rate times the mixed second derivative of the training loss along the gradient of
 * those weights.
 */
export function unrolledStep(
  unrolling: Exclude<Unrolling, "none">,
  inputs: UnrolledInputs,
): UnrolledResult {
  const { weights, buffer, arch, training, validation, rate } = inputs;
  const count = arch.length / 3;
  const alphas = arch.slice(0, count);
  const { mean, variance } = inputs.statistics;
  const [ahead, ...moved] = training.programs.virtual(
    weights,
    buffer,
    mean,
    variance,
    ...alphas,
    ...training.tensors,
    rate,
  );
  const [loss, correct, vector, ...direct] = validation.programs.outlook(
    ahead!,
    ...alphas,
    ...validation.tensors,
  );
  tf.dispose([ahead!, correct!]);
  let [movedMean, movedVariance] = moved as [tf.Tensor, tf.Tensor];
  let products: tf.Tensor[];
  if (unrolling === "exact") {
    products = training.programs.mixedExact(
      weights,
      vector!,
      ...alphas,
      ...training.tensors,
    );
  } else {
    const [radius, ...rest] = training.programs.mixedDifference(
      weights,
      vector!,
      movedMean,
      movedVariance,
      ...alphas,
      ...training.tensors,
    );
    tf.dispose([radius!, movedMean, movedVariance]);
    products = rest.slice(0, count);
    [movedMean, movedVariance] = rest.slice(count) as [tf.Tensor, tf.Tensor];
  }
  const next = validation.programs.follow(
    ...arch,
    ...direct,
    ...products,
    inputs.corrections,
    rate,
  );
  tf.dispose([vector!, ...direct]);
  return {
    arch: next.slice(0, 3 * count),
    statistics: statisticsOf(movedMean, movedVariance),
    loss: loss!,
    gradients: next.slice(3 * count),
    products,
  };
}
