import { shownValue } from "../../common/shown_value.ts";
import {
  splitTrouble,
  TABLE_DATASETS,
  TABLE_EPOCHS,
  TABLE_SPLITS,
  type TablePart,
} from "./table_splits.ts";

/** A training of an architecture, evaluated on a split: a row of a table. */
export interface TableResult extends TablePart {
  /** The architecture, as the tables write it. */
  readonly architecture: string;
  /** Seed of the training. */
  readonly seed: number;
  /** Top-1 accuracy after the last epoch, in per cent. */
  readonly accuracy: number;
  /** Cross entropy after the last epoch; null where the table has none. */
  readonly loss: number | null;
  /** Weights of the network. */
  readonly parameters: number;
  /** Multiplications with their additions for an image, as the tables count them. */
  readonly flops: number;
  /** Accuracies in per cent after each epoch, the last of them `accuracy`; null where the table has the last alone. */
  readonly accuracies: readonly number[] | null;
}

/** Names of the columns, in their order. */
export const RESULT_COLUMNS = [
  "architecture",
  "dataset",
  "epochs",
  "split",
  "seed",
  "accuracy",
  "loss",
  "parameters",
  "flops",
  "accuracies",
] as const satisfies readonly (keyof TableResult)[];

/** Largest whole number of a column: one of 32 bits. */
const MOST_WHOLE = 2 ** 31 - 1;

/** What a row is checked against, and how errors name it. */
interface CheckOptions {
  /** Architectures that there are. */
  readonly architectures: ReadonlyMap<string, number>;
  /** Names the row in errors. */
  readonly place: string;
}

/**
 * Checks a row that somebody wrote.
 *
 * @throws {SyntaxError} At what is no result: the column, expected, found, place.
 */
export function checkResult(
  row: Readonly<Record<string, unknown>>,
  { architectures, place }: CheckOptions,
): TableResult {
  const fail = (expected: string, name: string): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${shownValue(row[name])} in ${place}`,
    );
  };
  const one = <T>(name: string, known: readonly T[]): T =>
    known.find((value) => value === row[name]) ??
      fail(`${name} of ${known.join(", ")}`, name);
  const number = (name: string, most: number, value = row[name]): number =>
    typeof value === "number" && value >= 0 && value <= most
      ? value
      : fail(`${name} from 0 to ${most}`, name);
  const whole = (name: string): number =>
    Number.isSafeInteger(row[name])
      ? number(name, MOST_WHOLE)
      : fail(`a whole number as ${name}`, name);
  const { architecture } = row;
  if (typeof architecture !== "string" || !architectures.has(architecture)) {
    fail("an architecture of NAS-Bench-201", "architecture");
  }
  const dataset = one("dataset", TABLE_DATASETS);
  const split = one("split", TABLE_SPLITS);
  const trouble = splitTrouble(dataset, split);
  if (trouble !== undefined) throw new SyntaxError(`${trouble} in ${place}`);
  const epochs = one("epochs", TABLE_EPOCHS);
  const accuracy = number("accuracy", 100);
  const accuracies = checkCurve(row, { accuracy, epochs, fail, number });
  const loss = row["loss"] ?? null;
  return {
    architecture: architecture as string,
    dataset,
    epochs,
    split,
    seed: whole("seed"),
    accuracy,
    loss: loss === null ? null : number("loss", Number.MAX_VALUE),
    parameters: whole("parameters"),
    flops: whole("flops"),
    accuracies,
  };
}

function checkCurve(
  row: Readonly<Record<string, unknown>>,
  { accuracy, epochs, fail, number }: {
    readonly accuracy: number;
    readonly epochs: number;
    readonly fail: (expected: string, name: string) => never;
    readonly number: (name: string, most: number, value: unknown) => number;
  },
): readonly number[] | null {
  const given = row["accuracies"] ?? null;
  if (given === null) return null;
  if (!Array.isArray(given) || given.length !== epochs) {
    return fail(`accuracies of ${epochs} epochs, or none`, "accuracies");
  }
  const curve = given.map((value) => number("accuracies", 100, value));
  if (curve.at(-1) !== accuracy) {
    fail(`accuracies that end with ${accuracy}`, "accuracies");
  }
  return curve;
}
