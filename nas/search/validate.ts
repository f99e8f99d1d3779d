import * as tf from "@tensorflow/tfjs-core";
import { type Batch, batchTensors, finiteScalars } from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import type { Programs } from "../training/programs.ts";
import type { ValidationSteps } from "./validation_programs.ts";

/** Result of a validation pass. */
export interface Validation {
  /** Mean cross entropy over images. */
  readonly validLoss: number;
  /** Share of right answers. */
  readonly validAccuracy: number;
}

/** What {@linkcode validateSupernet} needs. */
export interface ValidateOptions {
  /** Side of the images. */
  readonly size: number;
  /** Flat weights, running mean and variance, raw alphas. */
  readonly live: readonly tf.Tensor[];
  /** Batches of the pass. */
  readonly batches: Iterable<Batch>;
  /** Seed of the run. */
  readonly seed: number;
  /** Epoch that was just trained, from 0. */
  readonly epoch: number;
}

/**
 * Loss and accuracy of the supernet in evaluation mode on unperturbed mixture weights, averaged over images.
 *
 * @throws When a loss is not finite.
 */
export function validateSupernet(
  programsFor: (batch: number) => Programs<keyof ValidationSteps>,
  { size, live, batches, seed, epoch }: ValidateOptions,
): Validation {
  const [weights, mean, variance, ...alphas] = live as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    ...tf.Tensor[],
  ];
  let images = 0;
  let lossSum = 0;
  let right = 0;
  let step = 0;
  let mixtures: tf.Tensor[] | undefined;
  const used = new Set<Programs<keyof ValidationSteps>>();
  for (const batch of batches) {
    const { x, y, count } = batchTensors(batch, size);
    const programs = programsFor(count);
    used.add(programs);
    mixtures ??= programs.softmax(...alphas);
    const noise = noiseSeed({ seed, pass: "valid", epoch, step });
    const results = programs.evaluate(
      weights,
      mean,
      variance,
      ...mixtures,
      x,
      y,
      noise,
    );
    const [loss, correct] = finiteScalars(
      results,
      `validation loss after epoch ${epoch + 1}`,
    );
    images += count;
    lossSum += loss! * count;
    right += correct!;
    step++;
    tf.dispose([...results, x, y, noise]);
  }
  for (const programs of used) programs.forget();
  tf.dispose(mixtures ?? []);
  return { validLoss: lossSum / images, validAccuracy: right / images };
}
