import type * as tf from "@tensorflow/tfjs-core";
import {
  type AdamOptions,
  adamStep,
  type SgdOptions,
  sgdStep,
} from "../engine/optimisers.ts";
import { attackStep, perturbStep } from "./attack_steps.ts";
import type { Layout } from "./layout.ts";
import { correctCount, crossEntropy } from "./loss.ts";
import { observed } from "./observed.ts";
import { rowSoftmax } from "./row_softmax.ts";
import { searchForward } from "./search_forward.ts";
import { statisticsOf, updateStatistics } from "./statistics.ts";
import type { Step } from "./steps.ts";
import type { SupernetConfig } from "./supernet.ts";

/** Optimisers of a search. */
export interface SearchOptimisers {
  /** For the weights. */
  readonly sgd: SgdOptions;
  /** For the alphas. */
  readonly adam: AdamOptions;
}

/** The steps that a search is made of. Tensor order is part of the contract. */
export interface SearchSteps {
  /**
   * Weight step in training mode on given mixture weights.
   * (weights, buffer, mean, variance, normal, reduce, x, y, seed, rate) ->
   * (loss, correct, weights, buffer, mean, variance, norm, logits)
   */
  readonly weight: Step;
  /**
   * First-order alpha step in training mode.
   * (weights, mean, variance, normal, reduce, m normal, m reduce, v normal, v reduce, corrections, x, y, seed) ->
   * (loss, correct, normal, reduce, m.., v.., mean, variance, gradient normal, gradient reduce)
   */
  readonly alpha: Step;
  /** (normal, reduce) -> softmax of each row. */
  readonly softmax: Step;
  /** Random perturbation: (normal, reduce mixture weights, noise normal, noise reduce) -> clipped sums. */
  readonly perturb: Step;
  /**
   * One step of the attack in evaluation mode: ascend the loss by `size` along the sign of its gradient, project to the
   * box of `epsilon` around the centre, clip.
   * (weights, mean, variance, centre normal, centre reduce, normal, reduce, x, y, seed, epsilon, size) ->
   * (loss, normal, reduce)
   */
  readonly attack: Step;
  /** Evaluation mode: (weights, mean, variance, normal, reduce mixture weights, x, y, seed) -> (loss, correct). */
  readonly evaluate: Step;
}

/** Builds the steps of a search for one batch size. */
export function searchSteps(
  config: SupernetConfig,
  layout: Layout,
  { batch, optimisers }: { batch: number; optimisers: SearchOptimisers },
): SearchSteps {
  const { specs, forward } = searchForward(config, layout, batch);
  const { scalar, weights, statistics, matrices, data } = specs;
  return {
    weight: {
      specs: [
        weights,
        weights,
        statistics,
        statistics,
        ...matrices,
        ...data,
        scalar,
      ],
      fn: (w, buffer, mean, variance, normal, reduce, x, y, seed, rate) => {
        const seen = observed(
          (flat) => {
            const { logits, layers } = forward("train", {
              weights: flat!,
              mixtures: [normal!, reduce!],
              x: x!,
              seed: seed!,
            });
            return [
              crossEntropy(logits, y!),
              logits,
              ...Object.values(layers.batchStatistics()),
            ];
          },
          [w!],
        );
        const [loss, logits, batchMean, batchVariance] = seen.values;
        const next = sgdStep({
          weights: w as tf.Tensor1D,
          buffer: buffer as tf.Tensor1D,
          gradient: seen.gradients[0] as tf.Tensor1D,
          rate: rate as tf.Scalar,
        }, optimisers.sgd);
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
        ];
      },
    },
    alpha: {
      specs: [
        weights,
        statistics,
        statistics,
        ...matrices,
        ...matrices,
        ...matrices,
        { shape: [2] },
        ...data,
      ],
      fn: (w, mean, variance, ...rest) => {
        const [normal, reduce, m0, m1, v0, v1, corrections, x, y, seed] = rest;
        const seen = observed(
          (...alphas) => {
            const { logits, layers } = forward("train", {
              weights: w!,
              mixtures: alphas.map((a) => rowSoftmax(a as tf.Tensor2D)),
              x: x!,
              seed: seed!,
            });
            return [
              crossEntropy(logits, y!),
              logits,
              ...Object.values(layers.batchStatistics()),
            ];
          },
          [normal!, reduce!],
        );
        const [loss, logits, batchMean, batchVariance] = seen.values;
        const next = [[normal, m0, v0], [reduce, m1, v1]].map(
          ([value, first, second], i) =>
            adamStep({
              value: value!,
              gradient: seen.gradients[i]!,
              first: first!,
              second: second!,
              corrections: corrections as tf.Tensor1D,
            }, optimisers.adam),
        );
        return [
          loss!,
          correctCount(logits!, y!),
          ...next.map((n) => n.value),
          ...next.map((n) => n.first),
          ...next.map((n) => n.second),
          ...updateStatistics(
            statisticsOf(mean!, variance!),
            statisticsOf(batchMean!, batchVariance!),
          ),
          ...seen.gradients,
        ];
      },
    },
    softmax: {
      specs: matrices,
      fn: (...alphas) => alphas.map((a) => rowSoftmax(a as tf.Tensor2D)),
    },
    perturb: perturbStep(specs),
    attack: attackStep(specs, forward),
    evaluate: {
      specs: [weights, statistics, statistics, ...matrices, ...data],
      fn: (w, mean, variance, normal, reduce, x, y, seed) => {
        const { logits } = forward("eval", {
          weights: w!,
          statistics: statisticsOf(mean!, variance!),
          mixtures: [normal!, reduce!],
          x: x!,
          seed: seed!,
        });
        return [crossEntropy(logits, y!), correctCount(logits, y!)];
      },
    },
  };
}
