import { usageError } from "../../base/pipeline_error.ts";

/** One flag of the command line. */
export interface Flag<T> {
  /** Name of the value in help; a flag without a value is on or off. */
  readonly value?: string;
  /** Letter that stands for the flag. */
  readonly short?: string;
  /** True for a flag that is on unless it is written as `--no-NAME`. */
  readonly negated?: boolean;
  /** True for a flag that may be repeated. */
  readonly many?: boolean;
  readonly help: string;
  /** Reads its text, or throws a `PipelineError` of kind `usage`. */
  readonly parse: (text: string, name: string) => T;
}

/** A flag with a text. */
export const textFlag = (value: string, help: string): Flag<string> => ({
  value,
  help,
  parse: (text) => text,
});

/** A flag with a whole number of at least `least`. */
export const wholeFlag = (
  value: string,
  least: number,
  help: string,
): Flag<number> => ({
  value,
  help,
  parse: (text, name) => {
    const number = Number(text);
    if (
      /^[0-9]+$/.test(text) && Number.isSafeInteger(number) && number >= least
    ) {
      return number;
    }
    throw usageError(
      `Expected --${name} to be a whole number of at least ${least} but found ${text}`,
    );
  },
});

/** A flag with a number of at least 0. */
export const numberFlag = (help: string): Flag<number> => ({
  value: "X",
  help,
  parse: (text, name) => {
    const number = Number(text);
    if (/^[0-9.]+(e-?[0-9]+)?$/i.test(text) && Number.isFinite(number)) {
      return number;
    }
    throw usageError(
      `Expected --${name} to be a number of at least 0 but found ${text}`,
    );
  },
});

/** A flag with one of some words. */
export const choiceFlag = <const T extends string>(
  values: readonly T[],
  help: string,
): Flag<T> => ({
  value: values.join("|"),
  help,
  parse: (text, name) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw usageError(
      `Expected --${name} to be one of ${values.join(", ")} but found ${text}`,
    );
  },
});

/** A flag that is on or off. */
export const plainFlag = (help: string): Flag<boolean> => ({
  help,
  parse: () => true,
});
