import type * as tf from "@tensorflow/tfjs-core";
import {
  correctCount,
  crossEntropy,
  type PassResults,
} from "../training/loss.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import type { Statistics } from "../layers/statistics.ts";
import type { PassData } from "../training/batch.ts";
import { relaxed } from "../relaxations/relaxed.ts";
import type { TrainingMixtures } from "../samplings/sampled_mixtures.ts";
import type { SearchForward, searchForward } from "./search_forward.ts";

/** Inputs of a pass in training mode that trains nothing. */
export interface MeasureInputs extends PassData {
  readonly weights: tf.Tensor;
  /** Mixture weights of each matrix. */
  readonly mixtures: readonly tf.Tensor[];
}

/** Inputs of a pass in evaluation mode. */
export interface EvaluateInputs extends MeasureInputs {
  readonly statistics: Statistics;
}

/** Program parts that measure a supernet. */
export interface ValidationParts {
  /** Mixture weights of alphas, matrix by matrix. */
  readonly relax: ProgramPart<
    { readonly alphas: readonly tf.Tensor[] },
    tf.Tensor[]
  >;
  readonly evaluate: ProgramPart<EvaluateInputs, PassResults>;
  /** Training mode, without training. */
  readonly measure: ProgramPart<MeasureInputs, PassResults>;
}

/**
 * Builds the parts from the forward pass for one batch size.
 *
 * @param mixtures The relaxation, a soft-max by default, and what is pruned.
 * @param forwards The forward pass of measurements, where that is another.
 */
export function validationParts(
  { specs, forward }: ReturnType<typeof searchForward>,
  { relaxation, masks }: Omit<TrainingMixtures, "sampling"> = {},
  forwards: { readonly measure?: SearchForward } = {},
): ValidationParts {
  const { weights, statistics, matrices, data } = specs;
  const { measure = forward } = forwards;
  const results = (logits: tf.Tensor, y: tf.Tensor): PassResults => ({
    loss: crossEntropy(logits, y),
    correct: correctCount(logits, y),
  });
  return {
    relax: program({
      inputs: { alphas: matrices },
      fn: ({ alphas }) => relaxed(relaxation, alphas, masks),
    }),
    evaluate: program({
      inputs: { weights, statistics, mixtures: matrices, ...data },
      // a pass over many batches folds the statistics into the weights once
      fixed: ["weights", "statistics", "mixtures"],
      fn: ({ y, ...inputs }) => results(forward("eval", inputs).logits, y),
    }),
    measure: program({
      inputs: { weights, mixtures: matrices, ...data },
      fn: ({ y, ...inputs }) => results(measure("train", inputs).logits, y),
    }),
  };
}
