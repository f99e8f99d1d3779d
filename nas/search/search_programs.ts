import type * as tf from "@tensorflow/tfjs-core";
import { sgdStep } from "../../engine/optimisers.ts";
import { firstOrderStep } from "./alpha_step.ts";
import { attackStep, perturbStep } from "./attack_programs.ts";
import type { Layout } from "../layers/layout.ts";
import { correctCount } from "../training/loss.ts";
import { observed } from "../training/observed.ts";
import { searchForward, type SearchOptimisers } from "./search_forward.ts";
import {
  momentumOf,
  statisticsOf,
  updateStatistics,
} from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import { trainingLoss } from "./training_loss.ts";
import { type UnrolledSteps, unrolledSteps } from "./unrolled_programs.ts";
import {
  type ValidationSteps,
  validationSteps,
} from "./validation_programs.ts";

/**
 * The steps that a search is made of. Tensor order is part of the contract; `..` stands for one tensor of each matrix of
 * `alphaMatrices`. Each seed of a pass in training mode is followed by what may be dropped: see `SearchSpecs.training`.
 */
export interface SearchSteps extends UnrolledSteps, ValidationSteps {
  /**
   * Weight step in training mode on given mixture weights.
   * (weights, buffer, mean, variance, mixture weights.., x, y, seed, rate) ->
   * (loss, correct, weights, buffer, mean, variance, norm, logits)
   */
  readonly weight: Step;
  /**
   * First-order alpha step in training mode.
   * (weights, mean, variance, alphas.., first moments.., second moments.., corrections, x, y, seed) ->
   * (loss, correct, alphas.., first.., second.., mean, variance, gradients..)
   */
  readonly alpha: Step;
  /** Random perturbation: (mixture weights.., noise..) -> clipped sums. */
  readonly perturb: Step;
  /**
   * One step of the attack in evaluation mode: ascend the loss by `size` along the sign of its gradient, project to the
   * box of `epsilon` around the centre, clip.
   * (weights, mean, variance, centre.., mixture weights.., x, y, seed, epsilon, size) -> (loss, mixture weights..)
   */
  readonly attack: Step;
  /** As `evaluate`: the loss before and after an attack. */
  readonly attackLoss: Step;
}

/** Builds the steps of a search for one batch size. */
export function searchSteps(
  config: SupernetConfig,
  layout: Layout,
  { batch, optimisers }: { batch: number; optimisers: SearchOptimisers },
): SearchSteps {
  const { specs, forward } = searchForward(config, layout, batch);
  const { scalar, weights, statistics, matrices, training } = specs;
  const count = matrices.length;
  const momentum = momentumOf(layout);
  const validation = validationSteps({ specs, forward });
  // to hold maps from one call to the next is the opposite of computing them again
  const held = (step: Step): Step =>
    config.recompute ? { ...step, fixed: undefined } : step;
  return {
    weight: {
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
        const mixtures = rest.slice(0, count);
        const batch = rest.slice(count, -1);
        const rate = rest.at(-1);
        const seen = observed(
          (flat) => trainingLoss(forward, { weights: flat!, mixtures, batch }),
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
          correctCount(logits!, batch[1]!),
          next.weights,
          next.buffer,
          ...updateStatistics(
            statisticsOf(mean!, variance!),
            statisticsOf(batchMean!, batchVariance!),
            momentum,
          ),
          next.norm,
          logits!,
        ];
      },
    },
    alpha: firstOrderStep({
      specs,
      forward,
      momentum,
      adam: optimisers.adam,
    }),
    ...unrolledSteps({ specs, forward }, layout, optimisers),
    perturb: perturbStep(specs),
    attack: held(attackStep(specs, forward)),
    // for several mixtures on the same images, not for one on many
    attackLoss: held({
      ...validation.evaluate,
      fixed: [0, 1, 2, 3 + count, 4 + count],
    }),
    ...validation,
  };
}
