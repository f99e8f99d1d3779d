import type { Point } from "./lineage.ts";

/** A result of a trial: null where the stage wrote no finite number. */
export type TrialValue = number | null;

/** What became of a trial on one rung. */
export interface TrialRung {
  /** Value of the axis with the rungs; null without early stopping. */
  readonly budget: number | null;
  /** Round in which it runs, from 1. */
  readonly round: number;
  /** Its result; undefined while it is not known. */
  readonly value?: TrialValue;
  /** What was decided by it, and why; undefined while that is open. */
  readonly decision?: string;
}

/** One trial of a sweep. */
export interface SweepTrial {
  /** From 0, in the order in which they are chosen. */
  readonly trial: number;
  /** Its values on the axes of the sweep. */
  readonly point: Point;
  /** Why it has these values. */
  readonly sampled: string;
  /** Its rungs so far, the first one first. */
  readonly rungs: readonly TrialRung[];
  /** `finished`: it has a result on the last rung; `stopped`: it will get none; `open`: that is not known yet. */
  readonly state: "finished" | "stopped" | "open";
}

/** Which trials a sweep has, and what was decided: a function of the pipeline file and of results, of nothing else. */
export interface SweepPlan {
  /** Stage and number by which trials are compared. */
  readonly by: string;
  /** Which of two values is better. */
  readonly better: "higher" | "lower";
  /** How trials are chosen. */
  readonly sampler: "tpe" | "random" | "grid";
  /** Seed of all draws. */
  readonly seed: number;
  /** Axis of the rungs and its values, if trials are stopped early. */
  readonly rungs: {
    readonly axis: string;
    readonly budgets: readonly number[];
  } | null;
  /** Most results on each rung, the first one first. */
  readonly most: readonly number[];
  /** Rounds so far; the results of the last one may be missing. */
  readonly rounds: number;
  /** True while later rounds depend on results that are not known. */
  readonly open: boolean;
  /** Trials in the order in which they were chosen. */
  readonly trials: readonly SweepTrial[];
  /** The best finished trial. */
  readonly best: number | null;
}
