import type * as tf from "@tensorflow/tfjs-core";
import { type AdamOptions, adamStep } from "../../engine/optimisers.ts";

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
