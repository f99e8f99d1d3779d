import type { Tensor } from "../../engine/tensor.ts";
import type { Layout } from "../layers/layout.ts";
import type { Statistics } from "../layers/statistics.ts";
import { derivedRecurrence } from "./derived_recurrence.ts";
import { languageLayout, type LanguageSizes } from "./language_layout.ts";
import {
  languageModel,
  type LanguageOutputs,
  type LanguagePass,
} from "./language_model.ts";
import type { RecurrentGenotype } from "./recurrent_genotype.ts";
import { mixedRecurrence } from "./mixed_recurrence.ts";
import { evaluationNorm, trainingNorm } from "./state_norm.ts";

/** Tensors of a pass of a language model while its cell is searched. */
export interface MixedPass extends LanguagePass {
  /** Mixture weights, [edges, operations]. */
  readonly mixtures: Tensor;
  /** Running statistics of the states. */
  readonly statistics: Statistics;
}

/** A language model whose cell is searched. */
export interface MixedNetwork {
  readonly layout: Layout;
  /** A pass in training mode, with the running statistics after it. */
  readonly train: (
    pass: MixedPass,
  ) => LanguageOutputs & { readonly statistics: Statistics };
  /** A pass in evaluation mode. */
  readonly evaluate: (pass: MixedPass) => LanguageOutputs;
}

/** Makes the language model of a search. */
export function mixedNetwork(sizes: LanguageSizes): MixedNetwork {
  const layout = languageLayout(sizes, true);
  return {
    layout,
    train: ({ mixtures, statistics, ...pass }) => {
      const norm = trainingNorm(statistics);
      const outputs = languageModel(
        layout,
        mixedRecurrence(mixtures, norm),
        pass,
      );
      return { ...outputs, statistics: norm.statistics() };
    },
    evaluate: ({ mixtures, statistics, ...pass }) =>
      languageModel(
        layout,
        mixedRecurrence(mixtures, evaluationNorm(statistics)),
        pass,
      ),
  };
}

/** A language model around a derived cell: training mode has dropout, and nothing else differs. */
export interface DerivedNetwork {
  readonly layout: Layout;
  readonly run: (pass: LanguagePass) => LanguageOutputs;
}

/** Makes the language model around a derived cell. */
export function derivedNetwork(
  genotype: RecurrentGenotype,
  sizes: Omit<LanguageSizes, "nodes">,
): DerivedNetwork {
  const nodes = genotype.recurrent.length;
  const layout = languageLayout({ ...sizes, nodes }, false);
  const cell = derivedRecurrence(genotype);
  return { layout, run: (pass) => languageModel(layout, cell, pass) };
}
