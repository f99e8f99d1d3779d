import type * as tf from "@tensorflow/tfjs-core";
import { sgdStep } from "../../engine/optimisers.ts";
import {
  type AlphaInputs,
  type AlphaResults,
  firstOrderPart,
} from "./alpha_step.ts";
import {
  type AttackInputs,
  attackPart,
  type AttackResults,
  type NoiseInputs,
  perturbPart,
} from "./attack_programs.ts";
import type { Layout } from "../layers/layout.ts";
import { correctCount, type PassResults } from "../training/loss.ts";
import type { LiveNetwork } from "../training/network_tensors.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import {
  searchForward,
  type SearchOptimisers,
  type TrainingData,
} from "./search_forward.ts";
import { momentumOf, updateStatistics } from "../layers/statistics.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import { trainingLoss } from "./training_loss.ts";
import { type UnrolledParts, unrolledParts } from "./unrolled_programs.ts";
import {
  type EvaluateInputs,
  type ValidationParts,
  validationParts,
} from "./validation_programs.ts";

/** Inputs of a weight step. */
export type WeightInputs = LiveNetwork & {
  /** Mixture weights of each matrix. */
  readonly mixtures: readonly tf.Tensor[];
  readonly batch: TrainingData;
  /** Learning rate, scalar. */
  readonly rate: tf.Tensor;
};

/** Results of a weight step: the tensors after it, and more. */
export type WeightResults = LiveNetwork & PassResults & {
  /** Norm of the gradient before it was clipped. */
  readonly norm: tf.Tensor;
  /** Logits before the step, [batch, classes]. */
  readonly logits: tf.Tensor;
};

export interface SearchParts extends UnrolledParts, ValidationParts {
  /** Weight step in training mode on given mixture weights. */
  readonly weight: ProgramPart<WeightInputs, WeightResults>;
  /** First-order alpha step in training mode. */
  readonly alpha: ProgramPart<AlphaInputs, AlphaResults>;
  /** Random perturbation: clipped sums of mixture weights and noise. */
  readonly perturb: ProgramPart<NoiseInputs, tf.Tensor[]>;
  /**
   * One step of the attack in evaluation mode: ascend the loss by `size` along the sign of its gradient, project to the
   * box of `epsilon` around the centre, clip.
   */
  readonly attack: ProgramPart<AttackInputs, AttackResults>;
  /** The loss before and after an attack, in evaluation mode. */
  readonly attackLoss: ProgramPart<EvaluateInputs, PassResults>;
}

/** Builds the parts of a search for one batch size. */
export function searchParts(
  config: SupernetConfig,
  layout: Layout,
  { batch, optimisers }: { batch: number; optimisers: SearchOptimisers },
): SearchParts {
  const { specs, forward } = searchForward(config, layout, batch);
  const { scalar, weights, statistics, matrices, training } = specs;
  const momentum = momentumOf(layout);
  const validation = validationParts({ specs, forward });
  // to hold maps from one call to the next is the opposite of computing them again
  const held = <I, O extends object>(
    part: ProgramPart<I, O>,
  ): ProgramPart<I, O> =>
    config.recompute ? { ...part, fixed: undefined } : part;
  return {
    weight: program({
      inputs: {
        weights,
        buffer: weights,
        statistics,
        mixtures: matrices,
        batch: training,
        rate: scalar,
      },
      fn: ({ weights, buffer, statistics, mixtures, batch, rate }) => {
        const { values, gradients } = valueAndGradients(
          ({ weights }) => trainingLoss(forward, { weights, mixtures, batch }),
          { weights },
        );
        const next = sgdStep({
          weights: weights as tf.Tensor1D,
          buffer: buffer as tf.Tensor1D,
          gradient: gradients.weights as tf.Tensor1D,
          rate: rate as tf.Scalar,
        }, optimisers.sgd);
        return {
          loss: values.loss,
          correct: correctCount(values.logits, batch.y),
          weights: next.weights,
          buffer: next.buffer,
          statistics: updateStatistics(statistics, values.statistics, momentum),
          norm: next.norm,
          logits: values.logits,
        };
      },
    }),
    alpha: firstOrderPart({ specs, forward, momentum, adam: optimisers.adam }),
    ...unrolledParts({ specs, forward }, layout, optimisers),
    perturb: perturbPart(specs),
    attack: held(attackPart(specs, forward)),
    // for several mixtures on the same images, not for one on many
    attackLoss: held({
      ...validation.evaluate,
      fixed: ["weights", "statistics", "x", "y"],
    }),
    ...validation,
  };
}
