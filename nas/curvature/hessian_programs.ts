import * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import { keepTape } from "../../engine/gradients/tape.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import type { Layout } from "../layers/layout.ts";
import { crossEntropy } from "../training/loss.ts";
import { namedMixtures } from "../training/mixtures.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type { Step } from "../training/programs.ts";
import { supernet, type SupernetConfig } from "../network/supernet.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

type T = tf.Tensor;

/** The steps of a curvature analysis. */
export interface HessianSteps {
  /**
   * Loss in training mode and its gradient towards the raw alphas.
   * (weights, alphas.., x, y, seed) -> (loss, gradient of each matrix..)
   */
  readonly gradient: Step;
  /**
   * Product of the loss's Hessian in the raw alphas with a vector.
   * (weights, alphas.., x, y, seed, vectors..) -> (products..)
   */
  readonly product: Step;
}

/** Builds the curvature steps for one batch size; batch normalisation uses the batch, as in the reference. */
export function hessianSteps(
  config: SupernetConfig,
  layout: Layout,
  { batch }: { batch: number },
): HessianSteps {
  const { space, size } = config;
  const named = alphaMatrices(space);
  const matrices = named.map(({ rows, columns }): TensorSpec => ({
    shape: [rows, columns],
  }));
  const count = matrices.length;
  const specs: TensorSpec[] = [
    { shape: [layout.parameterCount] },
    ...matrices,
    { shape: [batch, size, size, 3] },
    { shape: [batch], dtype: "int32" },
    { shape: [2], dtype: "int32" },
  ];
  const lossOf = (weights: T, x: T, y: T, seed: T) => (...alphas: T[]) => {
    const layers = tensorLayers(layout, {
      weights: weights as tf.Tensor1D,
      mixtures: namedMixtures(
        named,
        alphas.map((a) => rowSoftmax(a as tf.Tensor2D)),
      ),
      noiseSeed: seed as tf.Tensor1D,
    }, "train");
    return crossEntropy(supernet<T>(layers, x, config), y);
  };
  return {
    gradient: {
      specs,
      fn: (weights, ...rest) => {
        const [x, y, seed] = rest.slice(count);
        const { value, grads } = tf.valueAndGrads(
          lossOf(weights!, x!, y!, seed!),
        )(rest.slice(0, count));
        return [value, ...grads];
      },
    },
    product: {
      specs: [...specs, ...matrices],
      // both passes before the vector comes in are the same for all vectors
      fixed: config.recompute ? undefined : specs.map((_, i) => i),
      fn: (weights, ...rest) => {
        const [x, y, seed, ...vectors] = rest.slice(count);
        const loss = lossOf(weights!, x!, y!, seed!);
        const directional = (...alphas: T[]) => {
          const gradients = keepTape(() => tf.grads(loss)(alphas));
          return tf.addN(
            gradients.map((g, i) => tf.sum(tf.mul(g, vectors[i]!))),
          );
        };
        return tf.grads(directional)(rest.slice(0, count));
      },
    },
  };
}
