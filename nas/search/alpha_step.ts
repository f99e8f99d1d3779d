import type * as tf from "@tensorflow/tfjs-core";
import { type AdamOptions, adamStep } from "../../engine/optimisers.ts";
import { correctCount } from "../training/loss.ts";
import { observed } from "../training/observed.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import type { SearchForward, SearchSpecs } from "./search_forward.ts";
import {
  type MomentumRun,
  statisticsOf,
  updateStatistics,
} from "../layers/statistics.ts";
import type { Step } from "../training/programs.ts";
import { trainingLoss } from "./training_loss.ts";

/** What an alpha step is built from. */
export interface AlphaStepParts {
  /** Shapes. */
  readonly specs: SearchSpecs;
  /** The supernet. */
  readonly forward: SearchForward;
  /** Shares of the batch in the running statistics. */
  readonly momentum: readonly MomentumRun[];
  /** Optimiser of the alphas. */
  readonly adam: AdamOptions;
}

/** How mixture weights follow from their soft-max, where they are more than that. */
export interface MixtureChange {
  /** Its arguments, which stand behind the corrections. */
  readonly specs: SearchSpecs["matrices"];
  /** The change: (soft-maxes, arguments) -> mixture weights. */
  readonly apply: (
    mixtures: readonly tf.Tensor[],
    args: readonly tf.Tensor[],
  ) => tf.Tensor[];
}

/**
 * First-order alpha step in training mode: see `SearchSteps.alpha`.
 *
 * @param change Mixture weights that are not the soft-max alone.
 */
export function firstOrderStep(
  { specs, forward, momentum, adam }: AlphaStepParts,
  change?: MixtureChange,
): Step {
  const { weights, statistics, matrices, training } = specs;
  const count = matrices.length;
  const extra = change?.specs.length ?? 0;
  return {
    specs: [
      weights,
      statistics,
      statistics,
      ...matrices,
      ...matrices,
      ...matrices,
      { shape: [2] },
      ...change?.specs ?? [],
      ...training,
    ],
    fn: (w, mean, variance, ...rest) => {
      const alphas = rest.slice(0, count);
      const first = rest.slice(count, 2 * count);
      const second = rest.slice(2 * count, 3 * count);
      const corrections = rest[3 * count]!;
      const args = rest.slice(3 * count + 1, 3 * count + 1 + extra);
      const batch = rest.slice(3 * count + 1 + extra);
      const seen = observed(
        (...inputs) => {
          const soft = inputs.map((a) => rowSoftmax(a as tf.Tensor2D));
          return trainingLoss(forward, {
            weights: w!,
            mixtures: change === undefined ? soft : change.apply(soft, args),
            batch,
          });
        },
        alphas,
      );
      const [loss, logits, batchMean, batchVariance] = seen.values;
      const { gradients } = seen;
      return [
        loss!,
        correctCount(logits!, batch[1]!),
        ...stepAlphas({ alphas, first, second, gradients, corrections }, adam),
        ...updateStatistics(
          statisticsOf(mean!, variance!),
          statisticsOf(batchMean!, batchVariance!),
          momentum,
        ),
        ...gradients,
      ];
    },
  };
}

/** What Adam reads of the alphas; each list has a tensor for each matrix. */
export interface AlphaStepInputs {
  /** Raw alphas. */
  readonly alphas: readonly tf.Tensor[];
  /** Adam's first moments. */
  readonly first: readonly tf.Tensor[];
  /** Adam's second moments. */
  readonly second: readonly tf.Tensor[];
  /** Gradients, without weight decay. */
  readonly gradients: readonly tf.Tensor[];
  /** Bias corrections, [2]. */
  readonly corrections: tf.Tensor;
}

/** One step of Adam on all alphas: (alphas.., first moments.., second moments..). */
export function stepAlphas(
  { alphas, first, second, gradients, corrections }: AlphaStepInputs,
  adam: AdamOptions,
): tf.Tensor[] {
  const next = alphas.map((value, i) =>
    adamStep({
      value,
      gradient: gradients[i]!,
      first: first[i]!,
      second: second[i]!,
      corrections: corrections as tf.Tensor1D,
    }, adam)
  );
  return [
    ...next.map((n) => n.value),
    ...next.map((n) => n.first),
    ...next.map((n) => n.second),
  ];
}
