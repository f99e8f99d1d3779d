import * as tf from "@tensorflow/tfjs-core";
import type { BatchImages } from "../../common/non_finite.ts";
import { adamCorrections } from "../../engine/optimisers.ts";
import {
  type BatchTensors,
  batchTensors,
  finiteScalars,
} from "../training/batch.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { drawArchitecture } from "./drawn_architectures.ts";
import { perturb, type PerturbOptions } from "./perturb.ts";
import { reachOf } from "./perturbation_reach.ts";
import type { PerturbAt, PerturbStep } from "../perturbations/perturbation.ts";
import { drawMixtures } from "../samplings/sampled_mixtures.ts";
import { givenSkipFactor } from "./given_skip_factor.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { pathScales } from "../training/path_scale.ts";
import {
  cosineRate,
  epsilonAt,
  searchRamp,
  skipDropOutAt,
} from "../training/schedule.ts";
import type { StopProgress } from "../regularisers/operation_stop_rule.ts";
import type { OperationStops } from "../regularisers/operation_stops.ts";
import type { SearchOptions } from "./search_options.ts";
import { addSums, type EpochSums, type LiveSearch } from "./search_state.ts";
import type { SearchParts } from "./search_programs.ts";
import type { TrainingData } from "./search_forward.ts";
import type { Programs } from "../training/programs.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { unrolledStep } from "./unrolled_step.ts";

/** What a search computes its steps with. */
export interface SearchTools {
  /** Programs for a batch size. */
  readonly programsFor: (batch: number) => Programs<SearchParts>;
  /** Its perturbation, prepared for a batch size. */
  readonly perturber: (batch: number) => PerturbStep;
  /** Puts perturbed mixture weights back where rows are decided. */
  readonly settle?: PerturbAt["settle"];
  /** What stops the training of operations. */
  readonly stops?: OperationStops | undefined;
}

/** Tensors and place of a search before a step. */
export interface SearchPosition {
  readonly live: LiveSearch;
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Step of the epoch, from 0. */
  readonly step: number;
  /** Alpha steps done so far. */
  readonly updates: number;
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** Which operations are stopped, where any may be. */
  readonly stops?: StopProgress;
}

/**
 * One alpha step, if the weights are warm and the alphas trained, and one weight step (docs/method.md section 4). Takes
 * over the tensors of the position.
 *
 * @throws When a loss is not finite.
 */
export function searchStep(
  tools: SearchTools,
  options: SearchOptions,
  position: SearchPosition,
): {
  /** Successors of the tensors. */
  readonly live: LiveSearch;
  /** Alpha steps and sums after the step; weights that warm up have no alpha step. */
  readonly changes: Pick<SearchPosition, "updates" | "sums" | "stops">;
  /** Images of its batches. */
  readonly images: BatchImages;
} {
  const { programsFor, perturber, settle } = tools;
  const { weights, buffer, lastGradient } = position.live;
  const { config, epochs, rate, epsilon, seed, data } = options;
  const { epoch, step } = position;
  const batch = batchTensors(data.weights(epoch, step), config.size);
  const programs = programsFor(batch.count);
  const learningRate = tf.scalar(cosineRate(epoch, { epochs, ...rate }));
  const warm = trainsAlphas(options, epoch);
  const { arch, statistics, validation, progress } = warm
    ? alphaStep(tools, options, position, { batch, learningRate })
    : { ...position.live, validation: undefined, progress: position.stops };
  const trained = progress && tools.stops!.trained(progress);
  const images = { training: batch.ids };
  const training = withRandomness(options, position, {
    pass: "weight",
    alphas: arch.alphas,
    batch,
  });
  const { x, y, skipFactor, draws } = training;
  const mixtures = programs.sample({ alphas: arch.alphas, draws });
  const radius = epsilonAt(epoch, { epochs, ...epsilon });
  const perturbed = perturb(perturber(batch.count), {
    mixtures,
    weights,
    statistics,
    x,
    y,
    skipFactor,
    images,
    noiseSeed: (pass) =>
      noiseSeed({ seed, pass: `attack ${pass}`, epoch, step }),
  }, perturbOptions(options, position, { radius, settle }));
  const { loss, correct, norm: gradient, logits, ...next } = programs.weight({
    weights,
    buffer,
    statistics,
    mixtures: perturbed.mixtures,
    batch: training,
    trained,
    rate: learningRate,
  });
  const scalars = finiteScalars(
    { loss, correct },
    `training loss at epoch ${epoch + 1} step ${step + 1}`,
    images,
  );
  disposeTensors(loss, correct, gradient, logits, mixtures, perturbed.mixtures);
  disposeTensors(learningRate, training, weights, buffer, statistics);
  disposeTensors(trained ?? [], lastGradient ?? []);
  return {
    live: { ...next, arch },
    changes: {
      updates: position.updates + (warm ? 1 : 0),
      ...(progress === undefined ? {} : { stops: progress }),
      sums: addSums(position.sums, {
        images: batch.count,
        loss: scalars.loss * batch.count,
        correct: scalars.correct,
        ...attackSums(perturbed),
        ...reachOf(perturbed.norm, radius),
      }),
    },
    images: { ...images, validation },
  };
}

/** Place and radius of the perturbation of a step. */
function perturbOptions(
  { seed, config }: SearchOptions,
  { epoch, step }: SearchPosition,
  { radius, settle }: {
    readonly radius: number;
    readonly settle: SearchTools["settle"] | undefined;
  },
): PerturbOptions {
  return {
    epsilon: radius,
    seed,
    epoch,
    step,
    matrices: alphaMatrices(config.space),
    ...(settle && { settle }),
  };
}

/** What a perturbation adds to the sums of an epoch. */
function attackSums(
  { gain, fellBack }: Pick<ReturnType<typeof perturb>, "gain" | "fellBack">,
): Pick<EpochSums, "attacks" | "gain" | "fallbacks"> {
  return {
    attacks: gain === null ? 0 : 1,
    gain: gain ?? 0,
    fallbacks: fellBack ? 1 : 0,
  };
}

/** Whether an epoch has alpha steps: not before the weights are warm, nor where architectures are drawn. */
function trainsAlphas(
  { warmup = 0, sampling }: Pick<SearchOptions, "warmup" | "sampling">,
  epoch: number,
): boolean {
  return epoch >= warmup && sampling?.architecture === undefined;
}

/** A batch with the random numbers of a pass in training mode; the caller disposes it. */
function withRandomness(
  options: SearchOptions,
  { epoch, step }: SearchPosition,
  { pass, alphas, batch: { x, y, count } }: {
    readonly pass: string;
    /** Raw alphas at which it passes. */
    readonly alphas: readonly tf.Tensor[];
    readonly batch: BatchTensors;
  },
): TrainingData {
  const { config, layout, seed, epochs, warmup = 0 } = options;
  const { dropPath = 0, skipDropOut = 0, sampling, alphaLoss } = options;
  const paths = layout.paths.length;
  const probability = dropPath * searchRamp(epoch, { epochs });
  const address = { seed, pass, epoch, step };
  return {
    x,
    y,
    seed: noiseSeed(address),
    pathScale: paths === 0 ? undefined : tf.tensor2d(
      pathScales({ ...address, batch: count, paths, probability }),
      [count, paths],
    ),
    skipFactor: givenSkipFactor(options, epoch),
    dropOut: config.dropsSkips
      ? tf.scalar(skipDropOutAt(epoch, { epochs, warmup, rate: skipDropOut }))
      : undefined,
    lossWeight: alphaLoss?.weight && tf.scalar(alphaLoss.weight(epoch)),
    draws: sampling?.architecture
      ? drawArchitecture(sampling, config.space, address)
      : drawMixtures(sampling, alphaMatrices(config.space), alphas, {
        ...address,
        epochs,
      }),
  };
}

/** Alpha step on validation data with unperturbed mixture weights, of first or second order. */
function alphaStep(
  { programsFor, stops }: SearchTools,
  options: SearchOptions,
  position: SearchPosition,
  training: {
    readonly batch: BatchTensors;
    readonly learningRate: tf.Tensor;
  },
): Pick<LiveSearch, "arch" | "statistics"> & {
  /** Images of the validation batch. */
  readonly validation: Int32Array | undefined;
  /** Which operations are stopped after it. */
  readonly progress: StopProgress | undefined;
} {
  const { config, optimisers, data, unrolling = "none" } = options;
  const { live, epoch, step, updates } = position;
  const tensors = batchTensors(data.alpha(epoch, step), config.size);
  const corrections = tf.tensor1d(
    adamCorrections(updates + 1, optimisers.adam.betas),
  );
  const { alphas } = live.arch;
  const batch = withRandomness(options, position, {
    pass: "alpha",
    alphas,
    batch: tensors,
  });
  const place = `alpha loss at epoch ${epoch + 1} step ${step + 1}`;
  const programs = programsFor(tensors.count);
  const spent = [corrections, batch, live.statistics, live.arch];
  const validation = tensors.ids;
  if (unrolling === "none") {
    const { weights, statistics, arch } = live;
    const results = programs.alpha({
      weights,
      statistics,
      arch,
      corrections,
      batch,
    });
    const { loss, correct, gradients, weightGradient, ...next } = results;
    finiteScalars({ loss }, place, { validation });
    const last = live.lastGradient;
    // the first step of all has no weight step before it
    const progress = last && weightGradient && epoch + step > 0
      ? stops!.after(position.stops!, last, weightGradient)
      : position.stops;
    disposeTensors(loss, correct, gradients, weightGradient ?? [], ...spent);
    return { ...next, validation, progress };
  }
  const { x, y, ...drawn } = withRandomness(options, position, {
    pass: "unrolled",
    alphas,
    batch: training.batch,
  });
  const { loss, gradients, products, ...next } = unrolledStep(unrolling, {
    ...live,
    training: {
      programs: programsFor(training.batch.count),
      batch: { x, y, ...drawn },
    },
    validation: { programs, batch },
    corrections,
    rate: training.learningRate,
  });
  finiteScalars({ loss }, place, { training: training.batch.ids, validation });
  // the training batch is needed for the weight step
  disposeTensors(loss, gradients, products, drawn, ...spent);
  return { ...next, validation, progress: position.stops };
}
