import type * as tf from "@tensorflow/tfjs-core";
import {
  type AlphaInputs,
  type AlphaResults,
  firstOrderPart,
} from "./alpha_step.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import { alphaMatrices, ofReadMatrices } from "../space/alpha_matrices.ts";
import type { AnySpace } from "../space/any_space.ts";
import {
  type MixtureDraws,
  sampledMixtures,
  undrawnOf,
} from "../samplings/sampled_mixtures.ts";
import type { Layout } from "../layers/layout.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import {
  inPrecision,
  program,
  type ProgramPart,
} from "../training/programs.ts";
import { wholeBatch } from "../training/batch_gradients.ts";
import { type WeightResults, weightUpdate } from "../training/weight_update.ts";
import {
  searchForward,
  type SearchOptimisers,
  type TrainingData,
  withMethod,
} from "./search_forward.ts";
import { masksOf } from "../space/kept_candidates.ts";
import { momentumOf } from "../layers/statistics.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import { type AlphaStepParts, trainingLoss } from "./training_loss.ts";
import { type UnrolledParts, unrolledParts } from "./unrolled_programs.ts";
import {
  type ValidationParts,
  validationParts,
} from "./validation_programs.ts";

/** Inputs of a weight step. */
export type WeightInputs = LiveNetwork & {
  /** Mixture weights of each matrix. */
  readonly mixtures: readonly tf.Tensor[];
  readonly batch: TrainingData;
  /** Which weights are trained, where operations may be stopped: see `weightUpdate`. */
  readonly trained?: tf.Tensor | undefined;
  /** Learning rate, scalar. */
  readonly rate: tf.Tensor;
};

export interface SearchParts extends UnrolledParts, ValidationParts {
  /** Weight step in training mode on given mixture weights. */
  readonly weight: ProgramPart<WeightInputs, WeightResults>;
  /** Mixture weights of a weight step, matrix by matrix, before they are perturbed. */
  readonly sample: ProgramPart<
    {
      readonly alphas: readonly tf.Tensor[];
      readonly draws: MixtureDraws | undefined;
    },
    tf.Tensor[]
  >;
  /** First-order alpha step in training mode. */
  readonly alpha: ProgramPart<AlphaInputs, AlphaResults>;
}

/** Sizes and parts of a method that the parts of a search are built for. */
export interface SearchPartsOptions extends AlphaStepParts {
  /** Images of a batch. */
  readonly batch: number;
  readonly optimisers: SearchOptimisers;
}

/** A loss of alpha steps that gets the matrices that a cell of the network reads. */
function readLoss(
  space: AnySpace,
  alphaLoss: AlphaLoss | undefined,
): AlphaLoss | undefined {
  const matrices = alphaMatrices(space);
  if (!matrices.some(({ unread }) => unread)) return alphaLoss;
  return alphaLoss && {
    ...alphaLoss,
    loss: ({ alphas, mixtures, ...inputs }) =>
      alphaLoss.loss({
        ...inputs,
        alphas: ofReadMatrices(matrices, alphas),
        mixtures: ofReadMatrices(matrices, mixtures),
      }),
  };
}

/** Builds the parts of a search for one batch size. */
export function searchParts(
  config: SupernetConfig,
  layout: Layout,
  {
    batch,
    optimisers,
    alphaLoss: given,
    relaxation,
    sampling,
    regulariser,
    gradients: gradientsOf = wholeBatch,
    precision,
  }: SearchPartsOptions,
): SearchParts {
  const alphaLoss = readLoss(config.space, given);
  const masks = masksOf(config.space, config.kept);
  const method = { alphaLoss, relaxation, sampling, masks };
  const plain = searchForward(config, layout, batch);
  const { specs: shapes } = plain;
  const undrawn = undrawnOf(sampling);
  const { forward } = searchForward(config, layout, batch, undrawn);
  const specs = withMethod(shapes, { sampling, alphaLoss });
  const { scalar, weights, statistics, matrices, training } = specs;
  const momentum = momentumOf(layout);
  return {
    weight: inPrecision(
      precision,
      program({
        inputs: {
          weights,
          buffer: weights,
          statistics,
          mixtures: matrices,
          batch: shapes.training,
          ...(regulariser?.stops ? { trained: weights } : {}),
          rate: scalar,
        },
        fn: ({ weights, mixtures, batch, ...live }) => {
          const pass = gradientsOf(
            ({ weights }, batch) =>
              trainingLoss(forward, { weights, mixtures, batch }),
            { weights },
            batch,
          );
          const before = { ...live, weights, labels: batch.y };
          return weightUpdate(before, pass, { sgd: optimisers.sgd, momentum });
        },
      }),
    ),
    sample: program({
      inputs: { alphas: matrices, draws: training.draws },
      fn: ({ alphas, draws }) => sampledMixtures(method, alphas, draws),
    }),
    alpha: firstOrderPart({
      specs,
      forward,
      momentum,
      adam: optimisers.adam,
      ...method,
      regulariser,
      gradients: gradientsOf,
      precision,
    }),
    ...unrolledParts({ specs, forward }, layout, optimisers, {
      ...method,
      gradients: gradientsOf,
    }),
    ...validationParts(plain, method, {
      // architectures that are measured have one operation on an edge, as those that are trained
      measure: sampling?.architecture === undefined ? plain.forward : forward,
    }),
  };
}
