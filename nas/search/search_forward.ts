import type * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import type { AdamOptions, SgdOptions } from "../../engine/optimisers.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { Layout } from "../layers/layout.ts";
import { namedMixtures } from "../training/mixtures.ts";
import type { Statistics } from "../layers/statistics.ts";
import { supernet, type SupernetConfig } from "../network/supernet.ts";
import { type TensorLayers, tensorLayers } from "../layers/tensor_layers.ts";

type T = tf.Tensor;

/** Shapes of what the steps of a search take. */
export interface SearchSpecs {
  /** One number. */
  readonly scalar: TensorSpec;
  /** Flat weights. */
  readonly weights: TensorSpec;
  /** Running means or variances. */
  readonly statistics: TensorSpec;
  /** Alphas or mixture weights, matrix by matrix. */
  readonly matrices: readonly TensorSpec[];
  /** Images, labels, noise seed. */
  readonly data: readonly TensorSpec[];
  /**
   * The same for a pass in training mode, with factors of paths [batch, paths] where they may be dropped and the rate of
   * dropout where skips have it.
   */
  readonly training: readonly TensorSpec[];
}

/** Optimisers of a search. */
export interface SearchOptimisers {
  /** For the weights. */
  readonly sgd: SgdOptions;
  /** For the alphas. */
  readonly adam: AdamOptions;
}

/** A forward pass of a supernet. */
export type SearchForward = (
  mode: "train" | "eval",
  inputs: {
    readonly weights: T;
    readonly statistics?: Statistics;
    readonly mixtures: readonly T[];
    readonly x: T;
    readonly seed: T;
    /** What a pass in training mode takes behind the seed. */
    readonly extra?: readonly T[];
  },
) => { logits: T; layers: TensorLayers };

/** What all steps of a search share, for one batch size. */
export function searchForward(
  config: SupernetConfig,
  layout: Layout,
  batch: number,
): { specs: SearchSpecs; forward: SearchForward } {
  const { space, size } = config;
  const matrices = alphaMatrices(space);
  const paths = layout.paths.length;
  const data: TensorSpec[] = [
    { shape: [batch, size, size, 3] },
    { shape: [batch], dtype: "int32" },
    { shape: [2], dtype: "int32" },
  ];
  return {
    specs: {
      scalar: { shape: [] },
      weights: { shape: [layout.parameterCount] },
      statistics: { shape: [layout.statisticsCount] },
      matrices: matrices.map(({ rows, columns }): TensorSpec => ({
        shape: [rows, columns],
      })),
      data,
      training: [
        ...data,
        ...(paths === 0 ? [] : [{ shape: [batch, paths] }]),
        ...(config.dropsSkips ? [{ shape: [] }] : []),
      ],
    },
    forward: (mode, inputs) => {
      const extra = [...inputs.extra ?? []];
      const pathScale = paths === 0 ? undefined : extra.shift();
      const dropOut = config.dropsSkips ? extra.shift() : undefined;
      const layers = tensorLayers(layout, {
        weights: inputs.weights as tf.Tensor1D,
        ...(inputs.statistics ? { statistics: inputs.statistics } : {}),
        mixtures: namedMixtures(matrices, inputs.mixtures),
        noiseSeed: inputs.seed as tf.Tensor1D,
        ...(pathScale === undefined
          ? {}
          : { pathScale: pathScale as tf.Tensor2D }),
        ...(dropOut === undefined ? {} : { dropOut: dropOut as tf.Scalar }),
      }, mode);
      const logits = supernet<T>(layers, inputs.x, config);
      return { logits, layers };
    },
  };
}
