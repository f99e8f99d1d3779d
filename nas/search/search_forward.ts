import type * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import type { AdamOptions, SgdOptions } from "../../engine/optimisers.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { UndrawnGradient } from "../layers/drawn_edges.ts";
import type { Layout } from "../layers/layout.ts";
import { type PassData, passShapes } from "../training/batch.ts";
import type { PerturbedSpecs } from "../perturbations/perturbation.ts";
import {
  type MixtureDraws,
  noiseShape,
} from "../samplings/sampled_mixtures.ts";
import type { Sampling } from "../samplings/sampling.ts";
import { namedMixtures } from "../training/mixtures.ts";
import type { Statistics } from "../layers/statistics.ts";
import { supernet, type SupernetConfig } from "../network/supernet.ts";
import { type TensorLayers, tensorLayers } from "../layers/tensor_layers.ts";

/** Input of a pass in training mode. */
export type TrainingData<T = tf.Tensor> = PassData<T> & {
  /** Factors of paths, [batch, paths], where they may be dropped. */
  readonly pathScale?: T | undefined;
  /** Rate of dropout on skips, where the supernet has it. */
  readonly dropOut?: T | undefined;
  /** What mixture weights are drawn with, where the sampling takes random numbers. */
  readonly draws?: MixtureDraws<T> | undefined;
  /** Weight of the loss of alpha steps, scalar, where it follows from the epoch. */
  readonly lossWeight?: T | undefined;
};

/** Shapes that the programs of a search take. */
export interface SearchSpecs extends PerturbedSpecs {
  /** A pass in training mode. */
  readonly training: TrainingData<TensorSpec>;
}

export interface SearchOptimisers {
  readonly sgd: SgdOptions;
  readonly adam: AdamOptions;
}

/** Tensors of a forward pass of a supernet. */
export interface SearchForwardInputs
  extends Omit<TrainingData, "y" | "draws" | "lossWeight"> {
  readonly weights: tf.Tensor;
  /** Running statistics, for evaluation mode. */
  readonly statistics?: Statistics;
  /** Mixture weights, matrix by matrix. */
  readonly mixtures: readonly tf.Tensor[];
}

/** A forward pass of a supernet. */
export type SearchForward = (
  mode: "train" | "eval",
  inputs: SearchForwardInputs,
) => { logits: tf.Tensor; layers: TensorLayers };

/**
 * The shapes of a search by a method: the sampling of its training steps may take random numbers, and the loss of its
 * alpha steps a weight.
 */
export function withMethod(
  specs: SearchSpecs,
  { sampling, alphaLoss }: {
    readonly sampling?: Sampling | undefined;
    readonly alphaLoss?: AlphaLoss | undefined;
  },
): SearchSpecs {
  const { matrices, scalar, training } = specs;
  const noise = sampling?.architecture
    ? matrices
    : sampling?.noise && matrices.map(({ shape }) => ({
      shape: noiseShape(sampling, shape),
    }));
  const draws = noise && { noise, progress: scalar, ramp: scalar };
  const lossWeight = alphaLoss?.weight && scalar;
  return { ...specs, training: { ...training, draws, lossWeight } };
}

/**
 * Shapes and forward pass of a supernet for one batch size.
 *
 * @param undrawn Given where only drawn candidates are computed in training mode.
 */
export function searchForward(
  config: SupernetConfig,
  layout: Layout,
  batch: number,
  undrawn?: UndrawnGradient,
): { specs: SearchSpecs; forward: SearchForward } {
  const matrices = alphaMatrices(config.space);
  const paths = layout.paths.length;
  const vector: TensorSpec = { shape: [layout.statisticsCount] };
  const data = passShapes(config, batch);
  return {
    specs: {
      scalar: { shape: [] },
      weights: { shape: [layout.parameterCount] },
      statistics: { mean: vector, variance: vector },
      matrices: matrices.map(({ rows, columns }) => ({
        shape: [rows, columns],
      })),
      data,
      training: {
        ...data,
        pathScale: paths === 0 ? undefined : { shape: [batch, paths] },
        dropOut: config.dropsSkips ? { shape: [] } : undefined,
      },
    },
    forward: (mode, { mixtures, x, seed, ...inputs }) => {
      const layers = tensorLayers(layout, {
        ...inputs,
        undrawn,
        mixtures: namedMixtures(matrices, mixtures),
        noiseSeed: seed,
      }, mode);
      return { logits: supernet<tf.Tensor>(layers, x, config), layers };
    },
  };
}
