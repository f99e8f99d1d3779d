import type { Kind } from "./lineage.ts";

/** What a declaration says of a number in a JSON output by which results may be compared. */
export interface NumberSpec {
  /** Which of two results is the better one. */
  readonly better: "higher" | "lower";
  /** What people call it, such as `eigenvalue`; by default its path. */
  readonly label?: string;
  /**
   * True if it was measured on test data, so that nothing may be chosen by it; false if it was not, though the stage
   * reads some. Without it the rule of its output holds.
   */
  readonly test?: boolean;
}

/** A declared input: one artifact, or the artifacts of all instances of a stage (`"search[*]"`). */
export interface InputSpec {
  /** Kind of artifact that the input accepts. */
  readonly kind: Kind;
  /** True if the input gathers all instances of a stage. */
  readonly many?: boolean;
  /** True if a pipeline file may omit the input. */
  readonly optional?: boolean;
}

/** A declared output: a file or a folder inside the stage's output folder. */
export interface OutputSpec {
  /** Kind of artifact that the output is. */
  readonly kind: Kind;
  /** Name inside the output folder, such as `alphas.json` or `supernet`. */
  readonly path: string;
  /** True for a short text file, such as a table, that is printed at the end of a run when it is published. */
  readonly show?: boolean;
  /**
   * True for an output beside which, where it is published, `provenance.json` says what its own bytes must not depend on:
   * commit, versions, command and durations.
   */
  readonly provenance?: boolean;
  /** True for test data, and for what was measured on it; by default where the stage reads some. */
  readonly test?: boolean;
  /** False for data, such as identifiers of images: none of its numbers measures anything, so none is a metric. */
  readonly metrics?: false;
  /** Paths in the JSON, without indices, of numbers that name something, such as a seed, and of objects with such numbers. */
  readonly identifiers?: readonly string[];
  /** Numbers by which results may be compared, by path in the JSON; of a list, such as `epochs.loss`, the last counts. */
  readonly numbers?: Readonly<Record<string, NumberSpec>>;
}
