import type { AdamOptions } from "../../engine/optimisers.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { PerturbedNetwork } from "../perturbations/perturbation.ts";
import { relaxed } from "../relaxations/relaxed.ts";
import { adamOnAlphas, type AlphaTensors } from "../search/alpha_step.ts";
import type { Statistics } from "../layers/statistics.ts";
import { crossEntropy } from "../training/loss.ts";
import { program, type ProgramPart } from "../training/programs.ts";
import { valueAndGradients } from "../training/value_and_gradients.ts";
import type { LanguageSizes } from "./language_layout.ts";
import { languageLoss, type LanguagePenalties } from "./language_loss.ts";
import type { DropoutMasks } from "./language_model.ts";
import type { MixedNetwork } from "./language_network.ts";
import {
  maskSpecs,
  type PlainSgdOptions,
  plainSgdStep,
  type SequenceData,
  type SequenceSize,
  sequenceSpecs,
} from "./language_step.ts";
import { RECURRENT_OPERATIONS, recurrentEdges } from "./recurrent_space.ts";

/**
 * Lengths of steps whose programs a search keeps: the full one, half of it, and those of the last steps of two epochs,
 * which read what is left of the text.
 */
export const SEARCH_LENGTHS_KEPT = 4;

/** Weights of a language model and running statistics of its states. */
export type LanguageTensors = {
  readonly weights: Tensor;
  readonly statistics: Statistics;
};

/** A batch of text with the masks of dropout, where there is any. */
export type DroppedBatch = SequenceData & {
  readonly masks: DropoutMasks | undefined;
};

/** Results of an alpha step. */
export type LanguageAlphaResults = {
  /** Mean cross entropy before the step. */
  readonly loss: Tensor;
  readonly arch: AlphaTensors;
  readonly statistics: Statistics;
  /** Hidden state after the last word. */
  readonly hidden: Tensor;
  /** Gradients of the loss by the alphas, without weight decay. */
  readonly gradients: readonly Tensor[];
};

/** Results of a weight step. */
export type LanguageWeightResults = LanguageTensors & {
  /** Loss with its penalties before the step. */
  readonly loss: Tensor;
  /** Its mean cross entropy. */
  readonly entropy: Tensor;
  readonly hidden: Tensor;
  /** Norm of the gradient before it was clipped. */
  readonly norm: Tensor;
};

/** Steps of the search of a recurrent cell, for one size of batches. */
export interface LanguageSearchParts {
  /** Soft-max of the alphas. */
  readonly relax: ProgramPart<{ readonly alphas: readonly Tensor[] }, Tensor[]>;
  /** First-order alpha step in training mode; its loss has no penalties. */
  readonly alpha: ProgramPart<
    LanguageTensors & DroppedBatch & {
      readonly arch: AlphaTensors;
      /** Bias corrections of Adam, [2]. */
      readonly corrections: Tensor;
    },
    LanguageAlphaResults
  >;
  /** Weight step in training mode on given mixture weights. */
  readonly weight: ProgramPart<
    LanguageTensors & DroppedBatch & {
      readonly mixtures: readonly Tensor[];
      /** Learning rate, scalar. */
      readonly rate: Tensor;
    },
    LanguageWeightResults
  >;
  /** Mean cross entropy in evaluation mode. */
  readonly measure: ProgramPart<
    LanguageTensors & SequenceData & { readonly mixtures: readonly Tensor[] },
    { readonly loss: Tensor; readonly hidden: Tensor }
  >;
}

/** What steps of a search are built for. */
export interface LanguageSearchOptions {
  readonly sizes: LanguageSizes;
  readonly network: MixedNetwork;
  /** True where training steps take masks of dropout. */
  readonly dropped: boolean;
  readonly penalties: LanguagePenalties;
  readonly sgd: PlainSgdOptions;
  readonly adam: AdamOptions;
}

function specsOf(
  { sizes, network }: Pick<LanguageSearchOptions, "sizes" | "network">,
  size: SequenceSize,
) {
  const { parameterCount, statisticsCount } = network.layout;
  const vector = { shape: [statisticsCount] };
  return {
    weights: { shape: [parameterCount] },
    statistics: { mean: vector, variance: vector },
    matrices: [{
      shape: [recurrentEdges(sizes.nodes), RECURRENT_OPERATIONS.length],
    }],
    sequence: sequenceSpecs(size, sizes.units),
  };
}

/** Builds the steps of a search for one size of batches (docs/recurrent.md section 2). */
export function languageSearchParts(
  options: LanguageSearchOptions,
  size: SequenceSize,
): LanguageSearchParts {
  const { network, penalties, sgd, adam } = options;
  const { weights, statistics, matrices, sequence } = specsOf(options, size);
  const training = {
    weights,
    statistics,
    ...sequence,
    masks: options.dropped ? maskSpecs(options.sizes, size.batch) : undefined,
  };
  return {
    relax: program({
      inputs: { alphas: matrices },
      fn: ({ alphas }) => relaxed(undefined, alphas),
    }),
    alpha: program({
      inputs: {
        ...training,
        arch: { alphas: matrices, first: matrices, second: matrices },
        corrections: { shape: [2] },
      },
      fn: ({ arch, corrections, y, ...pass }) => {
        const { values, gradients } = valueAndGradients(({ alphas }) => {
          const [mixtures] = relaxed(undefined, alphas);
          const { logits, hidden, statistics } = network.train({
            ...pass,
            mixtures: mixtures!,
          });
          return { loss: crossEntropy(logits, y), hidden, statistics };
        }, { alphas: arch.alphas });
        return {
          ...values,
          arch: adamOnAlphas(arch, gradients.alphas, { corrections, adam }),
          gradients: gradients.alphas,
        };
      },
    }),
    weight: program({
      inputs: { ...training, mixtures: matrices, rate: { shape: [] } },
      fn: ({ weights, mixtures, rate, y, ...pass }) => {
        const { values, gradients } = valueAndGradients(({ weights }) => {
          const outputs = network.train({
            ...pass,
            weights,
            mixtures: mixtures[0]!,
          });
          const { hidden, statistics } = outputs;
          return { ...languageLoss(outputs, y, penalties), hidden, statistics };
        }, { weights });
        const gradient = gradients.weights;
        return {
          ...values,
          ...plainSgdStep({ weights, gradient, rate }, sgd),
        };
      },
    }),
    measure: program({
      inputs: { weights, statistics, mixtures: matrices, ...sequence },
      fn: ({ mixtures, y, ...pass }) => {
        const { logits, hidden } = network.evaluate({
          ...pass,
          mixtures: mixtures[0]!,
        });
        return { loss: crossEntropy(logits, y), hidden };
      },
    }),
  };
}

/**
 * The language model of a search as a perturbation sees it, for one size of batches: in evaluation mode, from the
 * hidden state of the weight step.
 */
export function perturbedLanguage(
  options: Pick<LanguageSearchOptions, "sizes" | "network">,
  size: SequenceSize,
  programs: Pick<PerturbedNetwork, "compile" | "forget">,
): PerturbedNetwork {
  const { sequence, ...specs } = specsOf(options, size);
  return {
    specs: {
      scalar: { shape: [] },
      ...specs,
      data: { ...sequence, seed: { shape: [2], dtype: "int32" } },
    },
    logits: ({ mixtures, seed: _, hidden, ...pass }) =>
      options.network.evaluate({
        ...pass,
        hidden: hidden!,
        mixtures: mixtures[0]!,
      }).logits,
    ...programs,
  };
}
