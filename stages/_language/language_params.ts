import { z } from "zod";

const rate = z.number().min(0).lt(1);
const count = z.int().positive();

/** Published settings of a training of a language model. */
export interface LanguageDefaults {
  readonly units: number;
  readonly batch: number;
  readonly epochs: number;
  readonly weightDecay: number;
  /** Share of dropped words. */
  readonly words: number;
  readonly seed: number;
}

/** Parameters of the trainings of language models (docs/recurrent.md section 2). */
export function languageParams(published: LanguageDefaults) {
  return {
    seed: z.int().nonnegative().default(published.seed).describe(
      "seed of all random numbers",
    ),
    units: count.default(published.units).describe(
      "size of an embedding, and of a hidden state",
    ),
    epochs: count.default(published.epochs).describe("passes over train.txt"),
    batch: z.int().min(2).default(published.batch).describe(
      "parts of train.txt that are read side by side",
    ),
    length: z.int().min(2).default(35).describe(
      "about how many words of each of these parts a step reads",
    ),
    learningRate: z.number().positive().default(20).describe(
      "rate of SGD without momentum for a step of `length` words; that of other steps is proportional to their length",
    ),
    weightDecay: z.number().nonnegative().default(published.weightDecay),
    clip: z.number().positive().default(0.25).describe(
      "largest norm of the gradient",
    ),
    slowness: z.number().nonnegative().default(1e-3).describe(
      "factor of the mean square of differences between outputs of neighbouring words",
    ),
    activation: z.number().nonnegative().default(0).describe(
      "factor of the mean square of outputs after their dropout",
    ),
    dropout: z.strictObject({
      words: rate.default(published.words).describe(
        "of whole words of the embedding",
      ),
      input: rate.default(0.2).describe("of embedded words"),
      cell: rate.default(0.75).describe("of the input of the cell"),
      hidden: rate.default(0.25).describe("of the states in the cell"),
      output: rate.default(0.75).describe("of the output of the cell"),
    }).prefault({}).describe("rates of dropout"),
    validationBatch: count.default(10).describe(
      "parts of valid.txt that are read side by side",
    ),
  };
}
