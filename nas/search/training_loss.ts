import * as tf from "@tensorflow/tfjs-core";
import type { Precision } from "../../engine/compile/precision.ts";
import type { AlphaLoss, AlphaLossInputs } from "../alpha_losses/alpha_loss.ts";
import type { TrainingMixtures } from "../samplings/sampled_mixtures.ts";
import type { Regulariser } from "../regularisers/regulariser.ts";
import type {
  BatchGradients,
  BatchValues,
} from "../training/batch_gradients.ts";
import { crossEntropy } from "../training/loss.ts";
import type { SearchForward, TrainingData } from "./search_forward.ts";

/** Parts of a method that alpha steps are computed with, and how steps take their batches. */
export interface AlphaStepParts extends TrainingMixtures {
  /** Cross entropy by default. */
  readonly alphaLoss?: AlphaLoss | undefined;
  /** How a step takes its batch; as a whole by default. */
  readonly gradients?: BatchGradients | undefined;
  /** Limit on the search, which may ask for gradients of the weights in alpha steps. */
  readonly regulariser?: Pick<Regulariser, "stops"> | undefined;
  /** Precision of steps; float32 by default. */
  readonly precision?: Precision | undefined;
}

/** Loss of logits, [batch, classes], and labels, int32 [batch]. */
export type LossOfLogits = (logits: tf.Tensor, labels: tf.Tensor) => tf.Tensor;

/**
 * Loss of a batch in training mode, with its logits and statistics and the parts that took part, for
 * `valueAndGradients()`.
 *
 * @param lossOf Cross entropy by default.
 */
export function trainingLoss(
  forward: SearchForward,
  { batch: { y, draws: _, lossWeight: __, ...data }, ...inputs }: {
    readonly weights: tf.Tensor;
    /** Mixture weights of each matrix. */
    readonly mixtures: readonly tf.Tensor[];
    readonly batch: TrainingData;
  },
  lossOf: LossOfLogits = crossEntropy,
): BatchValues {
  const { logits, layers } = forward("train", { ...inputs, ...data });
  const drawn = layers.drawnParts();
  return {
    ...(drawn === undefined ? {} : { drawn }),
    loss: lossOf(logits, y),
    logits,
    statistics: layers.batchStatistics(),
  };
}

/**
 * The loss of an alpha step at these alphas and mixture weights; cross entropy without one.
 *
 * @param lossWeight Where the weight of the loss follows from the epoch.
 */
export function lossOfAlphas(
  alphaLoss: AlphaLoss | undefined,
  at: Pick<AlphaLossInputs, "alphas" | "mixtures">,
  lossWeight: tf.Tensor | undefined,
): LossOfLogits | undefined {
  return alphaLoss && ((logits, labels) => {
    const weight = lossWeight ?? tf.scalar(1);
    return alphaLoss.loss({ logits, labels, ...at, weight });
  });
}
