import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "../../engine/tensor.ts";
import { crossEntropy } from "../training/loss.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import type { LanguageSizes } from "./language_layout.ts";
import { languageLoss, type LanguagePenalties } from "./language_loss.ts";
import type { DerivedNetwork } from "./language_network.ts";
import type { DroppedBatch } from "./language_search_parts.ts";
import {
  maskSpecs,
  type PlainSgdOptions,
  plainSgdStep,
  type SequenceData,
  type SequenceSize,
  sequenceSpecs,
} from "./language_step.ts";

/**
 * Lengths of steps whose programs are kept. They are drawn around a mean, up to 51 of them, and a program of 8 nodes holds
 * 1.4 MiB for each of its words: with 45 to 62 words, 18 of them held 1,340 MiB.
 */
export const LENGTHS_KEPT = 16;

/** Steps of the training of a derived cell, for one size of batches. */
export interface LanguageRetrainParts {
  /** Weight step in training mode. */
  readonly weight: ProgramPart<
    DroppedBatch & {
      readonly weights: Tensor;
      /** Learning rate, scalar. */
      readonly rate: Tensor;
    },
    {
      readonly weights: Tensor;
      readonly hidden: Tensor;
      /** Loss with its penalties before the step. */
      readonly loss: Tensor;
      /** Its mean cross entropy. */
      readonly entropy: Tensor;
      /** Norm of the gradient before it was clipped. */
      readonly norm: Tensor;
    }
  >;
  /** Mean of weights over steps, after one more of them. */
  readonly average: ProgramPart<
    {
      readonly average: Tensor;
      readonly weights: Tensor;
      /** Share of the newest, 1 / steps, scalar. */
      readonly share: Tensor;
    },
    { readonly average: Tensor }
  >;
  /** Mean cross entropy in evaluation mode. */
  readonly measure: ProgramPart<
    SequenceData & { readonly weights: Tensor },
    { readonly loss: Tensor; readonly hidden: Tensor }
  >;
}

/** What steps of a training are built for. */
export interface LanguageRetrainOptions {
  readonly sizes: Omit<LanguageSizes, "nodes">;
  readonly network: DerivedNetwork;
  /** True where training steps take masks of dropout. */
  readonly dropped: boolean;
  readonly penalties: LanguagePenalties;
  readonly sgd: PlainSgdOptions;
}

/** Builds the steps of a training for one size of batches (docs/recurrent.md section 2). */
export function languageRetrainParts(
  { sizes, network, dropped, penalties, sgd }: LanguageRetrainOptions,
  size: SequenceSize,
): LanguageRetrainParts {
  const weights = { shape: [network.layout.parameterCount] };
  const sequence = sequenceSpecs(size, sizes.units);
  return {
    weight: program({
      inputs: {
        weights,
        ...sequence,
        masks: dropped ? maskSpecs(sizes, size.batch) : undefined,
        rate: { shape: [] },
      },
      fn: ({ weights, rate, y, ...pass }) => {
        const { values, gradients } = valueAndGradients(({ weights }) => {
          const outputs = network.run({ ...pass, weights });
          const { hidden } = outputs;
          return { ...languageLoss(outputs, y, penalties), hidden };
        }, { weights });
        const gradient = gradients.weights;
        return {
          ...values,
          ...plainSgdStep({ weights, gradient, rate }, sgd),
        };
      },
    }),
    average: program({
      inputs: { average: weights, weights, share: { shape: [] } },
      fn: ({ average, weights, share }) => ({
        average: tf.add(average, tf.mul(tf.sub(weights, average), share)),
      }),
    }),
    measure: languageMeasure({ sizes, network }, size),
  };
}

/** Builds the measurement of a text by a trained model. */
export function languageMeasure(
  { sizes, network }: Pick<LanguageRetrainOptions, "sizes" | "network">,
  size: SequenceSize,
): LanguageRetrainParts["measure"] {
  return program({
    inputs: {
      weights: { shape: [network.layout.parameterCount] },
      ...sequenceSpecs(size, sizes.units),
    },
    fn: ({ y, ...pass }) => {
      const { logits, hidden } = network.run(pass);
      return { loss: crossEntropy(logits, y), hidden };
    },
  });
}
