import type { Batch } from "../training/batch.ts";
import type { CurvatureOptions } from "../curvature/curvature.ts";
import type { EarlyStopOptions } from "../curvature/early_stop.ts";
import type { Layout } from "../layers/layout.ts";
import type { SearchMethod } from "./method.ts";
import type { SearchEpoch, SearchState } from "./search_state.ts";
import type { SearchOptimisers } from "./search_forward.ts";
import type { RateSchedule } from "../training/schedule.ts";
import type { StepReport } from "../training/step_report.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import type { Unrolling } from "./published_settings.ts";

/** Batches of a search; each is a function of its address alone. */
export interface SearchData {
  /** Weight steps in an epoch. */
  readonly steps: number;
  /** Batch of a weight step. */
  readonly weights: (epoch: number, step: number) => Batch;
  /** Batch of the alpha step before it. */
  readonly alpha: (epoch: number, step: number) => Batch;
  /** Batches of the validation pass after an epoch. */
  readonly validation: (epoch: number) => Iterable<Batch>;
}

/** What a search needs. */
export interface SearchOptions {
  /** Supernet. */
  readonly config: SupernetConfig;
  /** Its layout. */
  readonly layout: Layout;
  /** Method. */
  readonly method: SearchMethod;
  /** Second-order alpha steps, and how; `none` (default) is the first order of the paper's experiments. */
  readonly unrolling?: Unrolling;
  /** Epochs. */
  readonly epochs: number;
  /** First epochs, in which the weights alone are trained; none by default. */
  readonly warmup?: number;
  /** Learning rate of the weights. */
  readonly rate: RateSchedule;
  /** Ramp of the perturbation's radius. */
  readonly epsilon: { readonly min: number; readonly max: number };
  /** Probability of dropping an edge that the ramp leads to, where the supernet drops paths; default 0. */
  readonly dropPath?: number;
  /** First rate of dropout on skips, where the supernet has it; default 0. */
  readonly skipDropOut?: number;
  /** Optimisers. */
  readonly optimisers: SearchOptimisers;
  /** Measures curvature after epochs; a method that stops early needs it. */
  readonly curvature?: CurvatureOptions;
  /** When such a method stops; as published by default, with the interval of `curvature`. */
  readonly earlyStop?: Partial<EarlyStopOptions>;
  /** Seed of all random numbers. */
  readonly seed: number;
  /** Batches. */
  readonly data: SearchData;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<SearchState, SearchEpoch>,
  ) => Promise<void> | void;
}
