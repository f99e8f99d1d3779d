import * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import { keepTape } from "../../engine/gradients/tape.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { Layout } from "../layers/layout.ts";
import { type PassData, passShapes } from "../training/batch.ts";
import { crossEntropy } from "../training/loss.ts";
import type { Relaxation } from "../relaxations/relaxation.ts";
import { relaxed } from "../relaxations/relaxed.ts";
import { namedMixtures } from "../training/mixtures.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { supernet, type SupernetConfig } from "../network/supernet.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

type T = tf.Tensor;

/** Inputs of the gradient in the alphas. */
export interface GradientInputs extends PassData {
  readonly weights: T;
  /** Raw alphas of each matrix. */
  readonly alphas: readonly T[];
}

/** The program parts of a curvature analysis. */
export interface HessianParts {
  /** Loss in training mode and its gradient by each matrix of raw alphas. */
  readonly gradient: ProgramPart<GradientInputs, {
    readonly loss: T;
    readonly gradients: readonly T[];
  }>;
  /** Product of the loss's Hessian in the raw alphas with a vector, matrix by matrix. */
  readonly product: ProgramPart<
    GradientInputs & { readonly vectors: readonly T[] },
    T[]
  >;
}

/** Builds the parts for one batch size; batch normalisation uses the batch, as in the reference. */
export function hessianParts(
  config: SupernetConfig,
  layout: Layout,
  { batch, relaxation }: {
    readonly batch: number;
    /** Soft-max by default. */
    readonly relaxation?: Relaxation | undefined;
  },
): HessianParts {
  const named = alphaMatrices(config.space);
  const alphas = named.map(({ rows, columns }): TensorSpec => ({
    shape: [rows, columns],
  }));
  const inputs = {
    weights: { shape: [layout.parameterCount] },
    alphas,
    ...passShapes(config, batch),
  };
  const lossOf = (
    { weights, x, y, seed, skipFactor }: Omit<GradientInputs, "alphas">,
  ) =>
  (...alphas: T[]) => {
    const layers = tensorLayers(layout, {
      weights,
      mixtures: namedMixtures(named, relaxed(relaxation, alphas)),
      noiseSeed: seed,
      skipFactor,
    }, "train");
    return crossEntropy(supernet<T>(layers, x, config), y);
  };
  return {
    gradient: program({
      inputs,
      fn: ({ alphas, ...rest }) => {
        const { value, grads } = tf.valueAndGrads(lossOf(rest))([...alphas]);
        return { loss: value, gradients: grads };
      },
    }),
    product: program({
      inputs: { ...inputs, vectors: alphas },
      // both passes before the vector comes in are the same for all vectors
      fixed: config.recompute
        ? undefined
        : Object.keys(inputs) as (keyof typeof inputs)[],
      fn: ({ alphas, vectors, ...rest }) => {
        const loss = lossOf(rest);
        const directional = (...alphas: T[]) => {
          const gradients = keepTape(() => tf.grads(loss)(alphas));
          return tf.addN(
            gradients.map((g, i) => tf.sum(tf.mul(g, vectors[i]!))),
          );
        };
        return tf.grads(directional)([...alphas]);
      },
    }),
  };
}
