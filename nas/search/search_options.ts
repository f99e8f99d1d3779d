import type { Precision } from "../../engine/compile/precision.ts";
import type { Batch } from "../training/batch.ts";
import type { BatchGradients } from "../training/batch_gradients.ts";
import type { CurvatureOptions } from "../curvature/curvature.ts";
import type { AuxiliarySkip } from "../auxiliary_skips/auxiliary_skip.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import type { Perturbation } from "../perturbations/perturbation.ts";
import type { Layout } from "../layers/layout.ts";
import type { SearchMethod } from "./method.ts";
import type { SearchEpoch, SearchState } from "./search_state.ts";
import type { SearchOptimisers } from "./search_forward.ts";
import type { Relaxation } from "../relaxations/relaxation.ts";
import type { Sampling } from "../samplings/sampling.ts";
import type { Regulariser } from "../regularisers/regulariser.ts";
import type { RateSchedule } from "../training/schedule.ts";
import type { StepReport } from "../training/step_report.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import type { CandidateOptions, Unrolling } from "./published_settings.ts";

/** Batches of a search; each depends on its epoch and step alone. */
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

export interface SearchOptions {
  readonly config: SupernetConfig;
  readonly layout: Layout;
  readonly method: SearchMethod;
  /** Perturbation of the mixture weights, which the method names. */
  readonly perturbation: Perturbation;
  /** Limit on the curvature, which the method names. */
  readonly regulariser: Regulariser;
  /** Loss of alpha steps, which the method names; cross entropy by default. */
  readonly alphaLoss?: AlphaLoss | undefined;
  /** Mixture weights from alphas, which the method names; soft-max by default. */
  readonly relaxation?: Relaxation | undefined;
  /** What takes its place in training steps, which the method names; none by default. */
  readonly sampling?: Sampling | undefined;
  /** Skip beside the candidates of every edge, which the method names; none by default. */
  readonly auxiliarySkip?: AuxiliarySkip | undefined;
  /** How an architecture is chosen after an epoch, where the sampling draws architectures. */
  readonly candidates?: CandidateOptions;
  /** Order of the alpha steps; `none` (default) is the first order of the paper's experiments. */
  readonly unrolling?: Unrolling;
  readonly epochs: number;
  /** Epoch, from 0, before which the search pauses; it runs to its end by default. Schedules follow from `epochs` alone. */
  readonly until?: number | undefined;
  /** Number of first epochs in which only the weights are trained; 0 by default. */
  readonly warmup?: number;
  /** Learning rate of the weights. */
  readonly rate: RateSchedule;
  /** Ramp of the perturbation's radius. */
  readonly epsilon: { readonly min: number; readonly max: number };
  /** Final probability of dropping an edge, where the supernet drops paths; default 0. */
  readonly dropPath?: number;
  /** First rate of dropout on skips, where the supernet has it; default 0. */
  readonly skipDropOut?: number;
  readonly optimisers: SearchOptimisers;
  /** How training steps take their batches; as a whole by default. */
  readonly gradients?: BatchGradients | undefined;
  /** Precision of training steps and of what perturbs them; float32 by default, and for all that is measured. */
  readonly precision?: Precision | undefined;
  /** Measurement of the curvature after epochs; required by regularisers that watch it. */
  readonly curvature?: CurvatureOptions;
  /** Seed of all random numbers. */
  readonly seed: number;
  readonly data: SearchData;
  /** Called after each step: a place to save, report or stop (by throwing). */
  readonly afterStep?: (
    at: StepReport<SearchState, SearchEpoch>,
  ) => Promise<void> | void;
}
