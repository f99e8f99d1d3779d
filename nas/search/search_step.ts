import * as tf from "@tensorflow/tfjs-core";
import { adamCorrections } from "../../engine/optimisers.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { batchTensors, finiteScalars } from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { perturb } from "./perturb.ts";
import { pathScales } from "../training/path_scale.ts";
import {
  cosineRate,
  epsilonAt,
  searchRamp,
  skipDropOutAt,
} from "../training/schedule.ts";
import type { SearchOptions } from "./search_options.ts";
import type { EpochSums } from "./search_state.ts";
import type { SearchSteps } from "./search_programs.ts";
import { type Statistics, statisticsOf } from "../layers/statistics.ts";
import type { Programs } from "../training/programs.ts";
import { unrolledStep } from "./unrolled_step.ts";

/** Where a search stands. */
export interface SearchPosition {
  /** Tensors in the order of `stateTensors`. */
  readonly live: readonly tf.Tensor[];
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Step of the epoch, from 0. */
  readonly step: number;
  /** Alpha steps done so far. */
  readonly updates: number;
}

/**
 * One alpha step, if the weights are warm, and one weight step (method.md section 4). Takes over the tensors of the
 * position and returns their successors with what this step adds to the epoch's sums and to the alpha steps done.
 *
 * @throws When a loss is not finite.
 */
export function searchStep(
  programsFor: (batch: number) => Programs<keyof SearchSteps>,
  options: SearchOptions,
  position: SearchPosition,
): { live: tf.Tensor[]; sums: EpochSums; updates: number } {
  const [weights, buffer, ...others] = position.live as [tf.Tensor, tf.Tensor];
  const { config, method, epochs, rate, epsilon, seed, data } = options;
  const { epoch, step } = position;
  const random = passRandomness(options, position);
  const { x, y, count } = batchTensors(data.weights(epoch, step), config.size);
  const programs = programsFor(count);
  const learningRate = tf.scalar(cosineRate(epoch, { epochs, ...rate }));
  const warm = epoch >= (options.warmup ?? 0);
  const { arch, statistics } = warm
    ? alphaStep(programsFor, options, {
      ...position,
      training: { x, y, count, learningRate },
    })
    : untrained(others);
  const mixtures = programs.softmax(
    ...arch.slice(0, alphaMatrices(config.space).length),
  );
  const perturbed = perturb(method, programs, {
    mixtures,
    weights,
    statistics,
    x,
    y,
    noiseSeed: (pass) =>
      noiseSeed({ seed, pass: `attack ${pass}`, epoch, step }),
  }, { epsilon: epsilonAt(epoch, { epochs, ...epsilon }), seed, epoch, step });
  const { mean, variance } = statistics;
  const weightRandom = random("weight", count);
  const results = programs.weight(
    weights,
    buffer,
    mean,
    variance,
    ...perturbed.mixtures,
    x,
    y,
    ...weightRandom,
    learningRate,
  );
  const [loss, correct] = finiteScalars(
    results.slice(0, 2),
    `training loss at epoch ${epoch + 1} step ${step + 1}`,
  );
  tf.dispose([...results.slice(0, 2), ...results.slice(6)]);
  tf.dispose([
    ...mixtures,
    ...perturbed.mixtures,
    learningRate,
    ...weightRandom,
  ]);
  tf.dispose([x, y, weights, buffer, mean, variance]);
  return {
    live: [...results.slice(2, 6), ...arch],
    sums: {
      images: count,
      loss: loss! * count,
      correct: correct!,
      attacks: perturbed.gain === null ? 0 : 1,
      gain: perturbed.gain ?? 0,
      fallbacks: perturbed.fellBack ? 1 : 0,
    },
    updates: warm ? 1 : 0,
  };
}

/**
 * What a forward pass in training mode draws: the seed of noise operations, then factors of paths and the rate of
 * dropout where they may be dropped.
 */
function passRandomness(
  options: SearchOptions,
  { epoch, step }: SearchPosition,
): (pass: string, batch: number) => tf.Tensor[] {
  const { config, layout, seed, epochs, warmup = 0 } = options;
  const { dropPath = 0, skipDropOut = 0 } = options;
  const paths = layout.paths.length;
  const probability = dropPath * searchRamp(epoch, { epochs });
  return (pass, batch) => {
    const address = { seed, pass, epoch, step };
    const drawn: tf.Tensor[] = [noiseSeed(address)];
    if (paths > 0) {
      const scales = pathScales({ ...address, batch, paths, probability });
      drawn.push(tf.tensor2d(scales, [batch, paths]));
    }
    if (config.dropsSkips) {
      const rate = skipDropOutAt(epoch, { epochs, warmup, rate: skipDropOut });
      drawn.push(tf.scalar(rate));
    }
    return drawn;
  };
}

/** In the place of an alpha step while the weights warm up. */
function untrained(
  [mean, variance, ...arch]: readonly tf.Tensor[],
): { arch: tf.Tensor[]; statistics: Statistics } {
  return { arch, statistics: statisticsOf(mean!, variance!) };
}

/** Alpha step on validation data with unperturbed mixture weights, of first or second order. */
function alphaStep(
  programsFor: (batch: number) => Programs<keyof SearchSteps>,
  options: SearchOptions,
  position: SearchPosition & {
    readonly training: {
      readonly x: tf.Tensor;
      readonly y: tf.Tensor;
      readonly count: number;
      readonly learningRate: tf.Tensor;
    };
  },
): { arch: tf.Tensor[]; statistics: Statistics } {
  const { config, optimisers, data, unrolling = "none" } = options;
  const { live, epoch, step, updates, training } = position;
  const random = passRandomness(options, position);
  const [weights, buffer, mean, variance, ...arch] = live as tf.Tensor[];
  const { x, y, count } = batchTensors(data.alpha(epoch, step), config.size);
  const corrections = tf.tensor1d(
    adamCorrections(updates + 1, optimisers.adam.betas),
  );
  const noise = random("alpha", count);
  const place = `alpha loss at epoch ${epoch + 1} step ${step + 1}`;
  const programs = programsFor(count);
  const spent = [corrections, ...noise, x, y, mean!, variance!, ...arch];
  if (unrolling !== "none") {
    const virtual = random("unrolled", training.count);
    const next = unrolledStep(unrolling, {
      weights: weights!,
      buffer: buffer!,
      statistics: statisticsOf(mean!, variance!),
      arch,
      training: {
        programs: programsFor(training.count),
        tensors: [training.x, training.y, ...virtual],
      },
      validation: { programs, tensors: [x, y, ...noise] },
      corrections,
      rate: training.learningRate,
    });
    finiteScalars([next.loss], place);
    tf.dispose([next.loss, ...next.gradients, ...next.products, ...virtual]);
    tf.dispose(spent);
    return next;
  }
  const results = programs.alpha(
    weights!,
    mean!,
    variance!,
    ...arch,
    corrections,
    x,
    y,
    ...noise,
  );
  finiteScalars(results.slice(0, 1), place);
  // alphas and Adam's moments, then the statistics, then gradients
  const end = 2 + arch.length;
  tf.dispose([...results.slice(0, 2), ...results.slice(end + 2), ...spent]);
  return {
    arch: results.slice(2, end),
    statistics: statisticsOf(results[end]!, results[end + 1]!),
  };
}
