import type { Place } from "../yaml/problem.ts";
import type { RangeSpec } from "./parse_range.ts";

/** An axis of which each trial chooses a value: of a range, or one of a list. */
export interface TunedAxis extends Place {
  readonly name: string;
  /** Range of the values; undefined for a list. */
  readonly range?: RangeSpec;
  /** Values of a list. */
  readonly choices: readonly (string | number | boolean)[];
}

/** The `tune:` part of a pipeline file. */
export interface TuneSpec {
  /** Stage and number by which trials are compared, with the place in the file. */
  readonly by: Place & { readonly stage: string; readonly number: string };
  /** The better value, if the file says so. */
  readonly better?: "higher" | "lower";
  readonly sampler: "tpe" | "random" | "grid";
  /** Most trials. */
  readonly trials: number;
  /** Trials a round. */
  readonly round: number;
  readonly seed: number;
  /** What a stage that fails means: the sweep waits for it, or its trial is ranked last. */
  readonly failed: "stop" | "last";
  /** Axes of the trials in the order of the matrix. */
  readonly axes: readonly TunedAxis[];
  /** Axis and values of the budget of early stopping; undefined if no trial is stopped. */
  readonly rungs?: {
    readonly axis: string;
    /** Rising. */
    readonly budgets: readonly number[];
    /** Of so many trials on a rung one goes on. */
    readonly reduction: number;
  };
}
