import { randomStream } from "../../engine/philox.ts";
import {
  type TextColumns,
  textColumns,
  textWindow,
} from "../../datasets/text/text_columns.ts";
import {
  type PassStep,
  passSteps,
  searchLength,
  textWindows,
  trainingLength,
} from "../../datasets/text/text_pass_lengths.ts";
import type { RecurrentSearchData } from "../../nas/recurrent/recurrent_search.ts";

/** How a text is read. */
export interface LanguageReading {
  readonly batch: number;
  readonly validationBatch: number;
  /** Words that a step reads, more or less. */
  readonly length: number;
  readonly seed: number;
  /** Which lengths steps have: those of a search, or of a training. */
  readonly lengths: "search" | "training";
}

/**
 * The sequences of a search or a training: of `train` for weights, of `valid` for alphas and validation.
 *
 * A step of alphas reads from the row of the weight step on, from the top again where the validation text has ended; but
 * as many rows as asked for, where the published code takes what is left (docs/recurrent.md section 4).
 *
 * @throws {RangeError} If a text is too short.
 */
export function languageData(
  parts: { readonly train: Int32Array; readonly valid: Int32Array },
  { batch, validationBatch, length, seed, lengths }: LanguageReading,
): RecurrentSearchData {
  const train = textColumns(parts.train, batch, "train.txt");
  const valid = textColumns(parts.valid, validationBatch, "valid.txt");
  let alphas: TextColumns | undefined;
  let pass: { epoch: number; steps: PassStep[] } | undefined;
  const stepsOf = (epoch: number): PassStep[] => {
    if (pass?.epoch !== epoch) {
      const stream = randomStream({
        seed,
        stream: `lengths/${lengths}`,
        epoch,
      });
      const lengthOf = lengths === "search" ? searchLength : trainingLength;
      pass = {
        epoch,
        steps: passSteps(train.rows, () => lengthOf(stream, length)),
      };
    }
    return pass.steps;
  };
  return {
    batch,
    validationBatch,
    steps: (epoch) => stepsOf(epoch).length,
    weights: (epoch, step) => {
      const { from, length } = stepsOf(epoch)[step]!;
      return textWindow(train, from, length);
    },
    alpha: (epoch, step) => {
      alphas ??= textColumns(parts.valid, batch, "valid.txt");
      const { from } = stepsOf(epoch)[step]!;
      return textWindow(
        alphas,
        from % Math.max(1, alphas.rows - length),
        length,
      );
    },
    validation: () => textWindows(valid, length),
  };
}
