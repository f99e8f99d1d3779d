import * as tf from "@tensorflow/tfjs-core";
import { keepTape } from "../../engine/gradients/tape.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import { adamOnAlphas, type AlphaTensors } from "./alpha_step.ts";
import type { Layout } from "../layers/layout.ts";
import { correctCount, type PassResults } from "../training/loss.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import { sampledMixtures } from "../samplings/sampled_mixtures.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import {
  type BatchGradients,
  wholeBatch,
} from "../training/batch_gradients.ts";
import type {
  SearchForward,
  SearchOptimisers,
  SearchSpecs,
  TrainingData,
} from "./search_forward.ts";
import {
  momentumOf,
  type Statistics,
  updateStatistics,
} from "../layers/statistics.ts";
import {
  type AlphaStepParts,
  lossOfAlphas,
  trainingLoss,
} from "./training_loss.ts";

type T = tf.Tensor;

/** Length of the finite difference's step in the weights, before it is divided by the vector's norm; published. */
export const DIFFERENCE = 0.01;

/** Tensors that every pass of a second-order alpha step reads. */
export interface UnrolledPass {
  readonly weights: T;
  /** Raw alphas of each matrix. */
  readonly alphas: readonly T[];
  readonly batch: TrainingData;
}

/**
 * The program parts of a second-order alpha step (docs/method.md section 4, step 2), each on one batch, so that
 * training and validation batches may differ in size.
 */
export interface UnrolledParts {
  /** Weights and statistics after one unclipped step on the training loss. */
  readonly lookahead: ProgramPart<
    LiveNetwork & UnrolledPass & {
      /** Learning rate, scalar. */
      readonly rate: T;
    },
    Pick<LiveNetwork, "weights" | "statistics">
  >;
  /** Validation loss at those weights, and its gradients. */
  readonly validationGradients: ProgramPart<
    UnrolledPass,
    PassResults & {
      /** Gradient of the weights. */
      readonly vector: T;
      /** Gradient of each matrix of alphas. */
      readonly direct: readonly T[];
    }
  >;
  /** Mixed second derivative of the training loss times a vector of weights, by central difference in the weights. */
  readonly mixedProductByDifference: ProgramPart<
    UnrolledPass & { readonly vector: T; readonly statistics: Statistics },
    {
      /** Step in the weights per length of the vector. */
      readonly radius: T;
      /** Product for each matrix of alphas. */
      readonly products: readonly T[];
      readonly statistics: Statistics;
    }
  >;
  /** The mixed product, exactly. */
  readonly mixedProductExact: ProgramPart<
    UnrolledPass & { readonly vector: T },
    readonly T[]
  >;
  /** Adam on the direct gradients less the learning rate times the products. */
  readonly adamOnCombined: ProgramPart<{
    readonly arch: AlphaTensors;
    readonly direct: readonly T[];
    readonly products: readonly T[];
    /** Bias corrections, [2]. */
    readonly corrections: T;
    /** Learning rate of the weights, scalar. */
    readonly rate: T;
  }, {
    readonly arch: AlphaTensors;
    readonly gradients: readonly T[];
  }>;
}

/** Inputs that the builders of the parts share. */
interface Setting {
  readonly specs: SearchSpecs;
  readonly optimisers: SearchOptimisers;
  /** How a step takes its batch. */
  readonly gradientsOf: BatchGradients;
  /** Loss in training mode, with logits and the statistics of the batch. */
  readonly lossAt: (pass: UnrolledPass) => ReturnType<typeof trainingLoss>;
  /** The same with the loss of alpha steps. */
  readonly alphaLossAt: (pass: UnrolledPass) => ReturnType<typeof trainingLoss>;
  /** Running statistics after a pass. */
  readonly moved: (old: Statistics, batch: Statistics) => Statistics;
}

/** Builds the parts of a second-order alpha step for one batch size. */
export function unrolledParts(
  { specs, forward }: { specs: SearchSpecs; forward: SearchForward },
  layout: Layout,
  optimisers: SearchOptimisers,
  { alphaLoss, gradients = wholeBatch, ...method }: AlphaStepParts = {},
): UnrolledParts {
  const momentum = momentumOf(layout);
  const lossBy =
    (loss?: AlphaLoss): Setting["lossAt"] => ({ weights, alphas, batch }) => {
      const mixtures = sampledMixtures(method, alphas, batch.draws);
      return trainingLoss(
        forward,
        { weights, mixtures, batch },
        lossOfAlphas(loss, { alphas, mixtures }, batch.lossWeight),
      );
    };
  const setting: Setting = {
    specs,
    optimisers,
    gradientsOf: gradients,
    lossAt: lossBy(),
    alphaLossAt: lossBy(alphaLoss),
    moved: (old, batch) => updateStatistics(old, batch, momentum),
  };
  return {
    lookahead: lookahead(setting),
    validationGradients: validationGradients(setting),
    mixedProductByDifference: mixedProductByDifference(setting),
    mixedProductExact: mixedProductExact(setting),
    adamOnCombined: adamOnCombined(setting),
  };
}

function lookahead(
  { specs, optimisers, gradientsOf, lossAt, moved }: Setting,
): UnrolledParts["lookahead"] {
  const { weights, statistics, matrices, training, scalar } = specs;
  const { momentum, weightDecay } = optimisers.sgd;
  return program({
    inputs: {
      weights,
      buffer: weights,
      statistics,
      alphas: matrices,
      batch: training,
      rate: scalar,
    },
    fn: ({ weights, buffer, statistics, alphas, batch, rate }) => {
      const { values, gradients } = gradientsOf(
        ({ weights }, batch) => lossAt({ weights, alphas, batch }),
        { weights },
        batch,
      );
      const step = tf.add(
        tf.mul(buffer, momentum),
        tf.add(gradients.weights, tf.mul(weights, weightDecay)),
      );
      return {
        weights: tf.sub(weights, tf.mul(step, rate)),
        statistics: moved(statistics, values.statistics),
      };
    },
  });
}

function validationGradients(
  { specs: { weights, matrices, training }, gradientsOf, alphaLossAt }: Setting,
): UnrolledParts["validationGradients"] {
  return program({
    inputs: { weights, alphas: matrices, batch: training },
    fn: ({ weights, alphas, batch }) => {
      const { values: { loss, logits }, gradients } = gradientsOf(
        ({ weights, alphas }, batch) => alphaLossAt({ weights, alphas, batch }),
        { weights, alphas },
        batch,
      );
      return {
        loss,
        correct: correctCount(logits, batch.y),
        vector: gradients.weights,
        direct: gradients.alphas,
      };
    },
  });
}

function mixedProductByDifference(
  { specs, gradientsOf, lossAt, moved }: Setting,
): UnrolledParts["mixedProductByDifference"] {
  const { weights, statistics, matrices, training } = specs;
  return program({
    inputs: {
      weights,
      vector: weights,
      statistics,
      alphas: matrices,
      batch: training,
    },
    fn: ({ weights, vector, statistics, alphas, batch }) => {
      const radius = tf.div(DIFFERENCE, tf.sqrt(tf.sum(tf.square(vector))));
      const step = tf.mul(vector, radius);
      const at = (weights: T) =>
        gradientsOf(
          ({ alphas }, batch) => lossAt({ weights, alphas, batch }),
          { alphas },
          batch,
        );
      const ahead = at(tf.add(weights, step));
      const behind = at(tf.sub(weights, step));
      const between = moved(statistics, ahead.values.statistics);
      return {
        radius,
        products: ahead.gradients.alphas.map((gradient, i) =>
          tf.div(
            tf.sub(gradient, behind.gradients.alphas[i]!),
            tf.mul(radius, 2),
          )
        ),
        statistics: moved(between, behind.values.statistics),
      };
    },
  });
}

function mixedProductExact(
  { specs: { weights, matrices, training }, lossAt }: Setting,
): UnrolledParts["mixedProductExact"] {
  return program({
    inputs: { weights, vector: weights, alphas: matrices, batch: training },
    fn: ({ weights, vector, alphas, batch }) => {
      const along = (...alphas: T[]) => {
        const gradient = keepTape(() =>
          tf.grad((weights: T) => lossAt({ weights, alphas, batch }).loss)(
            weights,
          )
        );
        return tf.sum(tf.mul(gradient, vector));
      };
      return tf.grads(along)([...alphas]);
    },
  });
}

function adamOnCombined(
  { specs: { matrices, scalar }, optimisers: { adam } }: Setting,
): UnrolledParts["adamOnCombined"] {
  return program({
    inputs: {
      arch: { alphas: matrices, first: matrices, second: matrices },
      direct: matrices,
      products: matrices,
      corrections: { shape: [2] },
      rate: scalar,
    },
    fn: ({ arch, direct, products, corrections, rate }) => {
      const gradients = direct.map((g, i) =>
        tf.sub(g, tf.mul(products[i]!, rate))
      );
      return {
        arch: adamOnAlphas(arch, gradients, { corrections, adam }),
        gradients,
      };
    },
  });
}
