import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import { matrixRows } from "../space/alpha_matrices.ts";
import { initialAlphas } from "../training/initialise.ts";
import type { TensorsNamed } from "../training/live_tensors.ts";
import { initialNetworkTensors } from "../training/network_tensors.ts";
import type { ResumableState } from "../training/run_epochs.ts";
import type { AttackReport } from "../search/perturbation_reach.ts";
import { type EpochSums, NO_SUMS } from "../search/search_state.ts";
import type { LanguageSizes } from "./language_layout.ts";
import { RECURRENT_OPERATIONS, recurrentEdges } from "./recurrent_space.ts";

/** Names of the tensors of a search, in the form in which steps take them, in the order of files. */
export const RECURRENT_NAMES = {
  weights: "weights",
  statistics: { mean: "running_mean", variance: "running_variance" },
  arch: {
    alphas: ["alphas_recurrent"],
    first: ["adam_first_recurrent"],
    second: ["adam_second_recurrent"],
  },
  /** Hidden state of the text that trains weights. */
  hidden: "hidden",
  /** That of the text that trains alphas. */
  alphaHidden: "hidden_alpha",
} as const;

/** Tensors of a search in TensorFlow. */
export type LiveRecurrentSearch = TensorsNamed<typeof RECURRENT_NAMES>;

/** Report of one epoch of a search; the training loss is on perturbed mixture weights. */
export interface RecurrentEpoch extends AttackReport {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Radius of the perturbation; null without one. */
  readonly epsilon: number | null;
  /** Rate of a full-length weight step. */
  readonly learningRate: number;
  /** Mean cross entropy of a word in training, without penalties. */
  readonly trainLoss: number;
  /** Mean cross entropy of a word of the validation text after the epoch, in evaluation mode, unperturbed. */
  readonly validLoss: number;
  readonly validPerplexity: number;
}

/** Raw alphas after an epoch, [edges, operations]; epoch 0 = before training. */
export interface RecurrentAlphas {
  readonly epoch: number;
  readonly recurrent: readonly (readonly number[])[];
}

/** State of a search, from which it can be resumed. */
export interface RecurrentState extends ResumableState<RecurrentEpoch> {
  /** Alpha steps done, Adam's time. */
  readonly updates: number;
  /** Sums over the epoch so far; `images` are words. */
  readonly sums: EpochSums;
  /** Alphas before training and after each finished epoch. */
  readonly trajectory: readonly RecurrentAlphas[];
}

function zeros(...shape: number[]): StoredTensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return { dtype: "F32", shape, data: new Float32Array(size) };
}

/** State of a search before its first step. */
export function initialRecurrentState(
  layout: Layout,
  { units, nodes, batch, seed }: Omit<LanguageSizes, "words"> & {
    readonly batch: number;
    readonly seed: number;
  },
): RecurrentState {
  const rows = recurrentEdges(nodes);
  const columns = RECURRENT_OPERATIONS.length;
  const { momentum: _, ...network } = initialNetworkTensors(layout, seed);
  const alphas = initialAlphas("recurrent", { rows, columns, seed });
  const tensors: Record<string, StoredTensor> = {
    ...network,
    alphas_recurrent: { dtype: "F32", shape: [rows, columns], data: alphas },
    adam_first_recurrent: zeros(rows, columns),
    adam_second_recurrent: zeros(rows, columns),
    hidden: zeros(batch, units),
    hidden_alpha: zeros(batch, units),
  };
  return {
    tensors,
    epoch: 0,
    step: 0,
    updates: 0,
    sums: NO_SUMS,
    history: [],
    trajectory: [{ epoch: 0, recurrent: matrixRows(alphas, columns) }],
  };
}
