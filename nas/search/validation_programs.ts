import type * as tf from "@tensorflow/tfjs-core";
import { correctCount, crossEntropy } from "../training/loss.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type { SearchForward, SearchSpecs } from "./search_forward.ts";
import { statisticsOf } from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";

/** The steps that measure a supernet; `..` stands for one tensor of each matrix of `alphaMatrices`. */
export interface ValidationSteps {
  /** (alphas..) -> softmax of each row. */
  readonly softmax: Step;
  /** Evaluation mode: (weights, mean, variance, mixture weights.., x, y, seed) -> (loss, correct). */
  readonly evaluate: Step;
  /** Training mode, without training: (weights, mixture weights.., x, y, seed) -> (loss, correct). */
  readonly measure: Step;
}

/** Builds them from the forward pass for one batch size. */
export function validationSteps(
  { specs, forward }: {
    readonly specs: SearchSpecs;
    readonly forward: SearchForward;
  },
): ValidationSteps {
  const { weights, statistics, matrices, data } = specs;
  const count = matrices.length;
  return {
    softmax: {
      specs: matrices,
      fn: (...alphas) => alphas.map((a) => rowSoftmax(a as tf.Tensor2D)),
    },
    evaluate: {
      specs: [weights, statistics, statistics, ...matrices, ...data],
      // a pass over many batches folds the statistics into the weights once
      fixed: [0, 1, 2, ...matrices.map((_, i) => 3 + i)],
      fn: (w, mean, variance, ...rest) => {
        const [x, y, seed] = rest.slice(count);
        const { logits } = forward("eval", {
          weights: w!,
          statistics: statisticsOf(mean!, variance!),
          mixtures: rest.slice(0, count),
          x: x!,
          seed: seed!,
        });
        return [crossEntropy(logits, y!), correctCount(logits, y!)];
      },
    },
    measure: {
      specs: [weights, ...matrices, ...data],
      fn: (w, ...rest) => {
        const [x, y, seed] = rest.slice(count);
        const { logits } = forward("train", {
          weights: w!,
          mixtures: rest.slice(0, count),
          x: x!,
          seed: seed!,
        });
        return [crossEntropy(logits, y!), correctCount(logits, y!)];
      },
    },
  };
}
