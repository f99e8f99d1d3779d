import * as tf from "@tensorflow/tfjs-core";
import { clipNorm } from "../../engine/optimisers.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { SpecTree } from "../training/programs.ts";
import type { LanguageSizes } from "./language_layout.ts";
import type { DropoutMasks } from "./language_model.ts";

/** Size of the batches of a program. */
export interface SequenceSize {
  /** Texts that are read side by side. */
  readonly batch: number;
  /** Words of each. */
  readonly length: number;
}

/** Tensors of a batch of text. */
export type SequenceData<T = Tensor> = {
  /** Numbers of words, int32 [length, batch]. */
  readonly x: T;
  /** Numbers of the next words, int32 [length * batch]. */
  readonly y: T;
  /** Hidden state before the first word, [batch, units]. */
  readonly hidden: T;
};

/** Shapes of a batch of text, for programs. */
export function sequenceSpecs({ batch, length }: SequenceSize, units: number) {
  return {
    x: { shape: [length, batch], dtype: "int32" },
    y: { shape: [length * batch], dtype: "int32" },
    hidden: { shape: [batch, units] },
  } as const satisfies SpecTree;
}

/** Shapes of the masks of dropout, for programs. */
export function maskSpecs(
  { words, units }: Omit<LanguageSizes, "nodes">,
  batch: number,
): DropoutMasks<{ readonly shape: readonly number[] }> {
  const state = { shape: [batch, units] };
  return {
    words: { shape: [words, 1] },
    input: state,
    cell: state,
    hidden: state,
    output: state,
  };
}

/** SGD without momentum. */
export interface PlainSgdOptions {
  /** L2, added to the clipped gradient; published: 5e-7 in a search, 8e-7 in retraining. */
  readonly weightDecay: number;
  /** Largest norm of the gradient; published: 0.25. */
  readonly clip: number;
}

/** One step of it; `rate` is a scalar. */
export function plainSgdStep(
  { weights, gradient, rate }: {
    readonly weights: Tensor;
    readonly gradient: Tensor;
    readonly rate: Tensor;
  },
  { weightDecay, clip }: PlainSgdOptions,
): {
  readonly weights: Tensor;
  /** Norm of the gradient before it was clipped. */
  readonly norm: Tensor;
} {
  const { clipped, norm } = clipNorm(gradient as tf.Tensor1D, clip);
  const step = tf.add(clipped, tf.mul(weights, weightDecay));
  return { weights: tf.sub(weights, tf.mul(step, rate)), norm };
}
