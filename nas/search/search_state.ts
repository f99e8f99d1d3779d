import type { AnyAlphas } from "../space/any_alphas.ts";
import type { AnySpace } from "../space/any_space.ts";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { AlphaTensors } from "./alpha_step.ts";
import { storedNames, type TensorsNamed } from "../training/live_tensors.ts";
import {
  alphaMatrices,
  type AlphaMatrix,
  matrixRows,
} from "../space/alpha_matrices.ts";
import type { Alphas } from "../space/alphas.ts";
import type { ChoiceAlphas } from "../space/choice_alphas.ts";
import type { Curvature } from "../curvature/curvature.ts";
import type { StopProgress } from "../regularisers/operation_stop_rule.ts";
import type { Regulariser } from "../regularisers/regulariser.ts";
import type { Relaxation } from "../relaxations/relaxation.ts";
import { withMixtures } from "../relaxations/relaxed.ts";
import type { EarlyStop } from "../curvature/early_stop.ts";
import {
  type AttackReport,
  farther,
  type Reach,
} from "./perturbation_reach.ts";
import type { GraphAlphas } from "../space/graph_alphas.ts";
import type { GraphSpace } from "../space/graph_space.ts";
import type { ChoiceSpace } from "../space/choice_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";
import { initialAlphas } from "../training/initialise.ts";
import {
  initialNetworkTensors,
  NETWORK_NAMES,
} from "../training/network_tensors.ts";
import type { ResumableState, TrainedEpoch } from "../training/run_epochs.ts";
import type { Layout } from "../layers/layout.ts";

/** Sums over the part of an epoch that is done. */
export interface EpochSums {
  /** Images seen by weight steps. */
  readonly images: number;
  /** Sum of training losses, weighted by images. */
  readonly loss: number;
  /** Right answers in training. */
  readonly correct: number;
  readonly attacks: number;
  readonly gain: number;
  readonly fallbacks: number;
  /** Reach of the perturbations; absent without a perturbation. */
  readonly reach?: Reach;
}

/** Sums of an epoch that has not begun. */
export const NO_SUMS: EpochSums = {
  images: 0,
  loss: 0,
  correct: 0,
  attacks: 0,
  gain: 0,
  fallbacks: 0,
};

/** Adds the sums of a step to those of its epoch. */
export function addSums(a: EpochSums, b: EpochSums): EpochSums {
  return {
    images: a.images + b.images,
    loss: a.loss + b.loss,
    correct: a.correct + b.correct,
    attacks: a.attacks + b.attacks,
    gain: a.gain + b.gain,
    fallbacks: a.fallbacks + b.fallbacks,
    ...farther(a, b),
  };
}

/** Report of one epoch of a search; the training loss is on perturbed mixture weights. */
export interface SearchEpoch extends TrainedEpoch, AttackReport {
  /** Radius of the perturbation; null without one. */
  readonly epsilon: number | null;
  /** Mean validation loss after the epoch, evaluation mode, unperturbed. */
  readonly validLoss: number;
  readonly validAccuracy: number;
  /** Share of edges whose strongest operation has no parameters. */
  readonly parameterFreeShare: number;
  /** Share of edges whose strongest operation is the skip connection. */
  readonly skipShare: number;
  /** Factor of auxiliary skips; absent without them. */
  readonly skipFactor?: number;
  /** Operations that are stopped, where the regulariser stops any. */
  readonly stoppedOperations?: number;
  /** Curvature after the epoch; absent where it was not measured. */
  readonly curvature?: Curvature;
}

/** Rows of alphas of a kind of space. */
export type AlphaRows<S> = S extends ChoiceSpace ? ChoiceAlphas
  : S extends GraphSpace ? GraphAlphas
  : Alphas;

/** Alphas after an epoch; epoch 0 = before training. */
export type SearchAlphas = AnyAlphas & {
  readonly epoch: number;
};

/** Tensors of a search, by name. */
export type SearchTensors = Readonly<Record<string, StoredTensor>>;

/** One return of an adaptive search to an earlier epoch. */
export interface Rollback extends EarlyStop {
  /** Weight decay after the return. */
  readonly weightDecay: number;
}

/** An epoch that an adaptive search may return to. */
export interface Milestone {
  /** Epoch, from 0, that has just ended. */
  readonly epoch: number;
  /** Alpha steps done until then. */
  readonly updates: number;
}

/** State of a search, from which it can be resumed. */
export interface SearchState extends ResumableState<SearchEpoch> {
  /** Alpha steps done, Adam's time. */
  readonly updates: number;
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** Alphas before training and after each finished epoch. */
  readonly trajectory: readonly SearchAlphas[];
  /** Which operations are stopped, where the regulariser stops any. */
  readonly stops?: StopProgress;
  /** Where a search in phases stands: see `runPhasedSearch`. */
  readonly phase?: {
    /** Phases that it has entered after the first. */
    readonly entered: number;
    /** Candidates that are left; all where it has pruned none. */
    readonly kept?: KeptCandidates | undefined;
  };
  /** Rollbacks of an adaptive search: see `runAdaptiveSearch`. */
  readonly adaptation?: {
    readonly rollbacks: readonly Rollback[];
    /** Epochs that it may return to, in order; their tensors are among the state's. */
    readonly milestones: readonly Milestone[];
  };
}

/** Names of a search's tensors, in the form in which steps take the tensors. */
export type SearchNames = typeof NETWORK_NAMES & {
  readonly arch: AlphaTensors<string>;
  /** Clipped gradient of the last weight step, where operations may be stopped by it. */
  readonly lastGradient?: string;
};

/** Tensors of a search in TensorFlow. */
export type LiveSearch = TensorsNamed<SearchNames>;

/**
 * Names of a search's tensors: those of each matrix by its name. Files hold them in the order of keys.
 *
 * @param regulariser May stop operations by their gradients.
 */
export function searchNames(
  space: AnySpace,
  regulariser?: Pick<Regulariser, "stops">,
): SearchNames {
  const ofMatrices = (kind: string) =>
    alphaMatrices(space).map(({ name }) => `${kind}_${name}`);
  return {
    ...NETWORK_NAMES,
    arch: {
      alphas: ofMatrices("alphas"),
      first: ofMatrices("adam_first"),
      second: ofMatrices("adam_second"),
    },
    ...(regulariser?.stops === undefined
      ? {}
      : { lastGradient: "last_gradient" }),
  };
}

/** Names of a search's tensors in the order of files. */
export function stateTensors(space: AnySpace): string[] {
  return storedNames(searchNames(space));
}

/**
 * State of a search before its first step.
 *
 * @param relaxation Soft-max by default.
 */
export function initialSearchState(
  space: AnySpace,
  layout: Layout,
  seed: number,
  relaxation?: Relaxation,
): SearchState {
  const { initial } = relaxation ?? {};
  const matrices = alphaMatrices(space);
  const filled = (
    prefix: string,
    fill: (matrix: AlphaMatrix) => Float32Array,
  ) =>
    Object.fromEntries(matrices.map((matrix): [string, StoredTensor] => {
      const shape = [matrix.rows, matrix.columns];
      const name = `${prefix}_${matrix.name}`;
      return [name, { dtype: "F32", shape, data: fill(matrix) }];
    }));
  const zeros = ({ rows, columns }: AlphaMatrix) =>
    new Float32Array(rows * columns);
  const tensors: Record<string, StoredTensor> = {
    ...initialNetworkTensors(layout, seed),
    ...filled(
      "alphas",
      ({ name, rows, columns }) =>
        initial === undefined
          ? initialAlphas(name, { rows, columns, seed })
          : new Float32Array(rows * columns).fill(initial),
    ),
    ...filled("adam_first", zeros),
    ...filled("adam_second", zeros),
  };
  return {
    tensors,
    epoch: 0,
    step: 0,
    updates: 0,
    sums: NO_SUMS,
    history: [],
    trajectory: [{
      epoch: 0,
      ...withMixtures<AnyAlphas>(
        relaxation,
        space,
        alphasOf(space, tensors),
      ),
    }],
  };
}

/** Raw alphas of a state as rows of numbers, by the names of their matrices. */
export function alphasOf<S extends AnySpace>(
  space: S,
  tensors: SearchTensors,
): AlphaRows<S> {
  const rows = (name: string): number[][] => {
    const { data, shape } = tensors[`alphas_${name}`]!;
    return matrixRows(data, shape[1]!);
  };
  return Object.fromEntries(
    alphaMatrices(space).map(({ name }) => [name, rows(name)]),
  ) as unknown as AlphaRows<S>;
}
