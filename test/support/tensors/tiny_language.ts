// Tiny language models and texts for tests of their trainings.
import { makeCorpus } from "../../../datasets/text/corpus.ts";
import { textTokens } from "../../../datasets/text/text_tokens.ts";
import { derivedNetwork } from "../../../nas/recurrent/language_network.ts";
import type { RecurrentSearchOptions } from "../../../nas/recurrent/recurrent_search.ts";
import type { LanguageTrainingOptions } from "../../../nas/recurrent/recurrent_retrain.ts";
import { languageData } from "../../../stages/_language/language_data.ts";
import { madeText } from "../data/made_text.ts";
import { BUILT_IN } from "./perturbations.ts";

const corpus = () => {
  const tokens = (lines: number, seed: number) =>
    textTokens(new TextEncoder().encode(madeText(lines, seed)), "made.txt");
  return makeCorpus({
    train: tokens(12, 1),
    valid: tokens(8, 2),
    test: tokens(4, 3),
  }, "add");
};

const NONE = { words: 0, input: 0, cell: 0, hidden: 0, output: 0 };
const DROPOUT = { words: 0.1, input: 0.1, cell: 0.1, hidden: 0.1, output: 0.1 };

function common(dropped: boolean) {
  return {
    dropout: dropped ? DROPOUT : NONE,
    penalties: { slowness: 1e-3, activation: 0 },
    sgd: { weightDecay: 5e-7, clip: 0.25 },
    fullLength: 4,
    seed: 7,
  };
}

/** Options of a search of two epochs of five or six steps. */
export function tinyRecurrentSearch(
  options: Partial<RecurrentSearchOptions> & { readonly method?: string } = {},
): RecurrentSearchOptions {
  const { vocabulary, parts } = corpus();
  const { method = "adversarial", ...rest } = options;
  return {
    ...common(true),
    sizes: { words: vocabulary.length, units: 6, nodes: 2 },
    perturbation: BUILT_IN[method]!,
    adam: {
      rate: 3e-2,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay: 1e-3,
    },
    epochs: 2,
    rate: 2,
    epsilon: { min: 0.03, max: 0.3 },
    data: languageData(parts, {
      batch: 3,
      validationBatch: 2,
      length: 4,
      seed: 7,
      lengths: "search",
    }),
    ...rest,
  };
}

/** Options of a training of two epochs. */
export function tinyLanguageTraining(
  { dropped = true, ...rest }: Partial<LanguageTrainingOptions> & {
    readonly dropped?: boolean;
  } = {},
): LanguageTrainingOptions {
  const { vocabulary, parts } = corpus();
  const { alpha: _, ...data } = languageData(parts, {
    batch: 3,
    validationBatch: 2,
    length: 6,
    seed: 7,
    lengths: "training",
  });
  const sizes = { words: vocabulary.length, units: 12 };
  return {
    ...common(dropped),
    sizes,
    network: derivedNetwork({
      recurrent: [["tanh", 0], ["relu", 1]],
      concat: [1, 2],
    }, sizes),
    epochs: 2,
    rate: 4,
    fullLength: 6,
    data,
    ...rest,
  };
}
