import type * as tf from "@tensorflow/tfjs-core";
import {
  type Batch,
  type BatchTensors,
  batchTensors,
  finiteScalars,
} from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import type { Programs } from "../training/programs.ts";
import type { Statistics } from "../layers/statistics.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { PassResults } from "../training/loss.ts";
import type { ValidationParts } from "./validation_programs.ts";

/** Result of a validation pass. */
export interface Validation {
  /** Mean cross entropy over images. */
  readonly validLoss: number;
  readonly validAccuracy: number;
}

/**
 * Loss and accuracy of the supernet in evaluation mode on unperturbed mixture weights, averaged over images.
 *
 * @throws When a loss is not finite.
 */
export function validateSupernet(
  programsFor: (batch: number) => Programs<ValidationParts>,
  {
    size,
    weights,
    statistics,
    alphas,
    drawn,
    batches,
    seed,
    epoch,
    skipFactor,
  }: {
    /** Side of the images in pixels. */
    readonly size: number;
    readonly weights: tf.Tensor;
    readonly statistics: Statistics;
    /** Raw alphas of each matrix. */
    readonly alphas: readonly tf.Tensor[];
    /** Mixture weights in the place of those that the alphas give. */
    readonly drawn?: readonly tf.Tensor[] | undefined;
    readonly batches: Iterable<Batch>;
    readonly seed: number;
    /** Epoch that was just trained, from 0. */
    readonly epoch: number;
    /** Factor of auxiliary skips, where the supernet takes it with each pass. */
    readonly skipFactor?: tf.Tensor | undefined;
  },
): Validation {
  let mixtures: readonly tf.Tensor[] | undefined;
  const used = new Set<Programs<ValidationParts>>();
  const { loss, accuracy } = meanOverImages(batches, size, (batch, step) => {
    const programs = programsFor(batch.count);
    used.add(programs);
    mixtures ??= drawn ?? programs.relax({ alphas });
    const noise = noiseSeed({ seed, pass: "valid", epoch, step });
    const results = programs.evaluate({
      weights,
      statistics,
      mixtures,
      x: batch.x,
      y: batch.y,
      seed: noise,
      skipFactor,
    });
    noise.dispose();
    return { results, place: `validation loss after epoch ${epoch + 1}` };
  });
  for (const programs of used) programs.forget();
  if (mixtures !== drawn) disposeTensors(mixtures ?? []);
  return { validLoss: loss, validAccuracy: accuracy };
}

/**
 * Mean loss and accuracy over the images of batches.
 *
 * @param size Side of the images in pixels.
 * @param pass Loss and right answers of a batch, and the name of the place for errors.
 * @throws When a loss is not finite.
 */
export function meanOverImages(
  batches: Iterable<Batch>,
  size: number,
  pass: (batch: BatchTensors, step: number) => {
    readonly results: PassResults;
    readonly place: string;
  },
): { loss: number; accuracy: number } {
  let images = 0;
  let lossSum = 0;
  let right = 0;
  let step = 0;
  for (const batch of batches) {
    const tensors = batchTensors(batch, size);
    const { x, y, count } = tensors;
    const { results, place } = pass(tensors, step);
    const { loss, correct } = finiteScalars({ ...results }, place, {
      validation: batch.ids,
    });
    images += count;
    lossSum += loss * count;
    right += correct;
    step++;
    disposeTensors(results, x, y);
  }
  return { loss: lossSum / images, accuracy: right / images };
}
