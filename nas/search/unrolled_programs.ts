import * as tf from "@tensorflow/tfjs-core";
import { keepTape } from "../../engine/gradients/tape.ts";
import type { Layout } from "../layers/layout.ts";
import { correctCount } from "../training/loss.ts";
import { observed } from "../training/observed.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type {
  SearchForward,
  SearchOptimisers,
  SearchSpecs,
} from "./search_forward.ts";
import {
  momentumOf,
  statisticsOf,
  updateStatistics,
} from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";
import { trainingLoss } from "./training_loss.ts";
import { stepAlphas } from "./alpha_step.ts";

type T = tf.Tensor;

/** Length of the finite difference's step in the weights, before it is divided by the vector's norm; published. */
export const DIFFERENCE = 0.01;

/**
 * The parts of a second-order alpha step (method.md section 4, step 2), each on one batch, so that training and
 * validation batches may differ in size. `..` stands for one tensor of each matrix of `alphaMatrices`.
 */
export interface UnrolledSteps {
  /**
   * Weights after one unclipped step on the training loss.
   * (weights, buffer, mean, variance, alphas.., x, y, seed, rate) -> (weights, mean, variance)
   */
  readonly virtual: Step;
  /**
   * Validation loss at those weights, and its gradients.
   * (weights, alphas.., x, y, seed) -> (loss, correct, gradient of the weights, gradients of the alphas..)
   */
  readonly outlook: Step;
  /**
   * Mixed second derivative of the training loss times a vector of weights, by central difference in the weights.
   * (weights, vector, mean, variance, alphas.., x, y, seed) -> (radius, products.., mean, variance)
   */
  readonly mixedDifference: Step;
  /**
   * The same product, exactly.
   * (weights, vector, alphas.., x, y, seed) -> (products..)
   */
  readonly mixedExact: Step;
  /**
   * Adam on gradients of alphas less rate times products.
   * (alphas.., first.., second.., gradients.., products.., corrections, rate) -> (alphas.., first.., second.., sums..)
   */
  readonly follow: Step;
}

/** Builds the parts of a second-order alpha step for one batch size. */
export function unrolledSteps(
  { specs, forward }: { specs: SearchSpecs; forward: SearchForward },
  layout: Layout,
  optimisers: SearchOptimisers,
): UnrolledSteps {
  const { scalar, weights, statistics, matrices, training } = specs;
  const count = matrices.length;
  const momentum = momentumOf(layout);
  const softmaxes = (alphas: readonly T[]) =>
    alphas.map((a) => rowSoftmax(a as tf.Tensor2D));
  /** Loss in training mode with what the batch saw. */
  const lossAt = (w: T, alphas: readonly T[], batch: readonly T[]): T[] =>
    trainingLoss(forward, { weights: w, mixtures: softmaxes(alphas), batch });
  const moved = (
    mean: T,
    variance: T,
    [, , batchMean, batchVariance]: readonly T[],
  ) =>
    updateStatistics(
      statisticsOf(mean, variance),
      statisticsOf(batchMean!, batchVariance!),
      momentum,
    );
  return {
    virtual: {
      specs: [
        weights,
        weights,
        statistics,
        statistics,
        ...matrices,
        ...training,
        scalar,
      ],
      fn: (w, buffer, mean, variance, ...rest) => {
        const alphas = rest.slice(0, count);
        const batch = rest.slice(count, -1);
        const rate = rest.at(-1)!;
        const seen = observed((flat) => lossAt(flat!, alphas, batch), [w!]);
        const { momentum, weightDecay } = optimisers.sgd;
        const step = tf.add(
          tf.mul(buffer!, momentum),
          tf.add(seen.gradients[0]!, tf.mul(w!, weightDecay)),
        );
        return [
          tf.sub(w!, tf.mul(step, rate)),
          ...moved(mean!, variance!, seen.values),
        ];
      },
    },
    outlook: {
      specs: [weights, ...matrices, ...training],
      fn: (w, ...rest) => {
        const batch = rest.slice(count);
        const seen = observed(
          (flat, ...alphas) => lossAt(flat!, alphas, batch),
          [w!, ...rest.slice(0, count)],
        );
        const [loss, logits] = seen.values;
        return [loss!, correctCount(logits!, batch[1]!), ...seen.gradients];
      },
    },
    mixedDifference: {
      specs: [
        weights,
        weights,
        statistics,
        statistics,
        ...matrices,
        ...training,
      ],
      fn: (w, vector, mean, variance, ...rest) => {
        const alphas = rest.slice(0, count);
        const batch = rest.slice(count);
        const radius = tf.div(
          DIFFERENCE,
          tf.sqrt(tf.sum(tf.square(vector!))),
        );
        const step = tf.mul(vector!, radius);
        const at = (flat: T) =>
          observed((...inputs) => lossAt(flat, inputs, batch), alphas);
        const ahead = at(tf.add(w!, step));
        const behind = at(tf.sub(w!, step));
        const [middleMean, middleVariance] = moved(
          mean!,
          variance!,
          ahead.values,
        );
        return [
          radius,
          ...ahead.gradients.map((gradient, i) =>
            tf.div(
              tf.sub(gradient, behind.gradients[i]!),
              tf.mul(radius, 2),
            )
          ),
          ...moved(middleMean!, middleVariance!, behind.values),
        ];
      },
    },
    mixedExact: {
      specs: [weights, weights, ...matrices, ...training],
      fn: (w, vector, ...rest) => {
        const batch = rest.slice(count);
        const along = (...alphas: T[]) => {
          const [gradient] = keepTape(() =>
            tf.grads((flat: T) => lossAt(flat, alphas, batch)[0]!)([w!])
          );
          return tf.sum(tf.mul(gradient!, vector!));
        };
        return tf.grads(along)(rest.slice(0, count));
      },
    },
    follow: {
      specs: [
        ...matrices,
        ...matrices,
        ...matrices,
        ...matrices,
        ...matrices,
        { shape: [2] },
        scalar,
      ],
      fn: (...inputs) => {
        const part = (index: number) =>
          inputs.slice(index * count, (index + 1) * count);
        const [alphas, first, second, direct, products] = [0, 1, 2, 3, 4].map(
          part,
        );
        const [corrections, rate] = inputs.slice(5 * count);
        const gradients = direct!.map((g, i) =>
          tf.sub(g, tf.mul(products![i]!, rate!))
        );
        return [
          ...stepAlphas(
            {
              alphas: alphas!,
              first: first!,
              second: second!,
              gradients,
              corrections: corrections!,
            },
            optimisers.adam,
          ),
          ...gradients,
        ];
      },
    },
  };
}
