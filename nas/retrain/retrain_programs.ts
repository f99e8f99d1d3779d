import * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../../engine/compile/compile.ts";
import { type SgdOptions, sgdStep } from "../../engine/optimisers.ts";
import type { Layout } from "../layers/layout.ts";
import { correctCount, crossEntropy } from "../training/loss.ts";
import { network, type NetworkConfig } from "../network/network.ts";
import { observed } from "../training/observed.ts";
import { statisticsOf, updateStatistics } from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";
import { tensorLayers } from "../layers/tensor_layers.ts";

type T = tf.Tensor;

/** The steps of training a derived network. */
export interface RetrainSteps {
  /**
   * Weight step in training mode; loss = cross entropy + auxiliary weight * auxiliary cross entropy.
   * (weights, buffer, mean, variance, x, y, path scale [batch, paths], seed, rate) ->
   * (loss, correct, weights, buffer, mean, variance, norm, logits, auxiliary logits or logits)
   */
  readonly weight: Step;
  /** Evaluation mode: (weights, mean, variance, x, seed) -> (logits). */
  readonly evaluate: Step;
}

/** What the steps depend on beside the network. */
export interface RetrainStepOptions {
  /** Images in a batch. */
  readonly batch: number;
  /** Optimiser. */
  readonly sgd: SgdOptions;
  /** Weight of the auxiliary loss; published 0.4. */
  readonly auxiliaryWeight: number;
  /** Label smoothing of the training loss; default 0, published 0.1 for ImageNet. */
  readonly labelSmoothing?: number;
}

/** Builds the steps of a retraining for one batch size. */
export function retrainSteps(
  config: NetworkConfig,
  layout: Layout,
  { batch, sgd, auxiliaryWeight, labelSmoothing = 0 }: RetrainStepOptions,
): RetrainSteps {
  const scalar: TensorSpec = { shape: [] };
  const weights: TensorSpec = { shape: [layout.parameterCount] };
  const statistics: TensorSpec = { shape: [layout.statisticsCount] };
  const images: TensorSpec = { shape: [batch, config.size, config.size, 3] };
  const labels: TensorSpec = { shape: [batch], dtype: "int32" };
  const seedSpec: TensorSpec = { shape: [2], dtype: "int32" };
  return {
    weight: {
      specs: [
        weights,
        weights,
        statistics,
        statistics,
        images,
        labels,
        // TensorFlow has no use for an empty argument
        { shape: [batch, Math.max(1, layout.paths.length)] },
        seedSpec,
        scalar,
      ],
      fn: (w, buffer, mean, variance, x, y, pathScale, seed, rate) => {
        const seen = observed((flat) => {
          const layers = tensorLayers(layout, {
            weights: flat as tf.Tensor1D,
            pathScale: pathScale as tf.Tensor2D,
            noiseSeed: seed as tf.Tensor1D,
          }, "train");
          const { logits, auxiliary } = network<T>(layers, x!, config);
          const loss = crossEntropy(logits, y!, labelSmoothing);
          const total = auxiliary === null ? loss : tf.add(
            loss,
            tf.mul(
              crossEntropy(auxiliary, y!, labelSmoothing),
              auxiliaryWeight,
            ),
          );
          const { mean, variance } = layers.batchStatistics();
          return [total, logits, auxiliary ?? logits, mean, variance];
        }, [w!]);
        const [loss, logits, auxiliary, batchMean, batchVariance] = seen.values;
        const next = sgdStep({
          weights: w as tf.Tensor1D,
          buffer: buffer as tf.Tensor1D,
          gradient: seen.gradients[0] as tf.Tensor1D,
          rate: rate as tf.Scalar,
        }, sgd);
        return [
          loss!,
          correctCount(logits!, y!),
          next.weights,
          next.buffer,
          ...updateStatistics(
            statisticsOf(mean!, variance!),
            statisticsOf(batchMean!, batchVariance!),
          ),
          next.norm,
          logits!,
          auxiliary!,
        ];
      },
    },
    evaluate: {
      specs: [weights, statistics, statistics, images, seedSpec],
      // folded into the weights once for all batches
      fixed: [0, 1, 2],
      fn: (w, mean, variance, x, seed) => {
        const layers = tensorLayers(layout, {
          weights: w as tf.Tensor1D,
          statistics: statisticsOf(mean!, variance!),
          noiseSeed: seed as tf.Tensor1D,
        }, "eval");
        // evaluation runs without the head
        const plain = { ...config, auxiliary: false };
        return [network<T>(layers, x!, plain).logits];
      },
    },
  };
}
