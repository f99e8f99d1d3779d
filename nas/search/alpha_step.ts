import * as tf from "@tensorflow/tfjs-core";
import { type AdamOptions, adamStep } from "../../engine/optimisers.ts";
import { correctCount, type PassResults } from "../training/loss.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import { sampledMixtures } from "../samplings/sampled_mixtures.ts";
import {
  inPrecision,
  program,
  type ProgramPart,
} from "../training/programs.ts";
import { wholeBatch } from "../training/batch_gradients.ts";
import { type MomentumRun, updateStatistics } from "../layers/statistics.ts";
import type {
  SearchForward,
  SearchSpecs,
  TrainingData,
} from "./search_forward.ts";
import {
  type AlphaStepParts,
  lossOfAlphas,
  trainingLoss,
} from "./training_loss.ts";

/** Alphas and the moments of their optimiser; each list has a tensor for each matrix of `alphaMatrices`. */
export type AlphaTensors<T = tf.Tensor> = {
  readonly alphas: readonly T[];
  /** Adam's first moments. */
  readonly first: readonly T[];
  /** Adam's second moments. */
  readonly second: readonly T[];
};

/** Factors and summands of mixture weights, one of each for each matrix. */
export type MixtureMasks<T = tf.Tensor> = {
  /** Factors. */
  readonly keep: readonly T[];
  /** Summands. */
  readonly fixed: readonly T[];
};

/** Inputs of a first-order alpha step. */
export type AlphaInputs = Pick<LiveNetwork, "weights" | "statistics"> & {
  readonly arch: AlphaTensors;
  /** Bias corrections of Adam, [2]. */
  readonly corrections: tf.Tensor;
  /** Masks of the mixture weights, where the program takes them. */
  readonly masks?: MixtureMasks | undefined;
  readonly batch: TrainingData;
};

/** Results of a first-order alpha step: the tensors after it, and more. */
export type AlphaResults = PassResults & Pick<LiveNetwork, "statistics"> & {
  readonly arch: AlphaTensors;
  /** Gradients of the loss by each matrix, without weight decay. */
  readonly gradients: readonly tf.Tensor[];
  /** Gradient of the weights, where operations may be stopped by it. */
  readonly weightGradient?: tf.Tensor;
};

/** Mixture weights times their factors, plus their summands. */
export function maskedMixtures(
  mixtures: readonly tf.Tensor[],
  { keep, fixed }: MixtureMasks,
): tf.Tensor[] {
  return mixtures.map((m, i) => tf.add(tf.mul(m, keep[i]!), fixed[i]!));
}

/**
 * First-order alpha step in training mode: see `SearchParts.alpha`.
 *
 * @param masked True for mixture weights that are masked.
 */
export function firstOrderPart(
  { specs, forward, momentum, adam, ...method }: AlphaStepParts & {
    readonly specs: SearchSpecs;
    readonly forward: SearchForward;
    /** Shares of the batch in the running statistics. */
    readonly momentum: readonly MomentumRun[];
    readonly adam: AdamOptions;
  },
  masked = false,
): ProgramPart<AlphaInputs, AlphaResults> {
  const { weights, statistics, matrices, training } = specs;
  const { alphaLoss, gradients: gradientsOf = wholeBatch } = method;
  return inPrecision(
    method.precision,
    program({
      inputs: {
        weights,
        statistics,
        arch: { alphas: matrices, first: matrices, second: matrices },
        corrections: { shape: [2] },
        ...(masked ? { masks: { keep: matrices, fixed: matrices } } : {}),
        batch: training,
      },
      fn: ({ weights, statistics, arch, corrections, masks, batch }) => {
        const at: {
          readonly alphas: readonly tf.Tensor[];
          readonly weights?: tf.Tensor;
        } = {
          alphas: arch.alphas,
          ...(method.regulariser?.stops === undefined ? {} : { weights }),
        };
        const { values, gradients } = gradientsOf(
          ({ alphas, weights: trained = weights }, batch) => {
            const free = sampledMixtures(method, alphas, batch.draws);
            const mixtures = masks === undefined
              ? free
              : maskedMixtures(free, masks);
            return trainingLoss(
              forward,
              { weights: trained, mixtures, batch },
              lossOfAlphas(alphaLoss, { alphas, mixtures }, batch.lossWeight),
            );
          },
          at,
          batch,
        );
        return {
          loss: values.loss,
          correct: correctCount(values.logits, batch.y),
          arch: adamOnAlphas(arch, gradients.alphas, { corrections, adam }),
          statistics: updateStatistics(
            statistics,
            values.statistics,
            momentum,
            values.drawn?.statistics,
          ),
          gradients: gradients.alphas,
          ...(gradients.weights === undefined
            ? {}
            : { weightGradient: gradients.weights }),
        };
      },
    }),
  );
}

/** One step of Adam on all alphas. */
export function adamOnAlphas(
  { alphas, first, second }: AlphaTensors,
  gradients: readonly tf.Tensor[],
  { corrections, adam }: {
    /** Bias corrections, [2]. */
    readonly corrections: tf.Tensor;
    readonly adam: AdamOptions;
  },
): AlphaTensors {
  const next = alphas.map((value, i) =>
    adamStep({
      value,
      gradient: gradients[i]!,
      first: first[i]!,
      second: second[i]!,
      corrections: corrections as tf.Tensor1D,
    }, adam)
  );
  return {
    alphas: next.map((n) => n.value),
    first: next.map((n) => n.first),
    second: next.map((n) => n.second),
  };
}
