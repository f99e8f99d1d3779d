import type { StoredTensor } from "../engine/safetensors.ts";
import type { Alphas } from "./alphas.ts";
import { initialAlphas, initialWeights } from "./initialise.ts";
import type { Layout } from "./layout.ts";
import type { SearchSpace } from "./space.ts";

/** Sums over the part of an epoch that is done. */
export interface EpochSums {
  /** Images seen by weight steps. */
  readonly images: number;
  /** Sum of training losses, weighted by images. */
  readonly loss: number;
  /** Right answers in training. */
  readonly correct: number;
  /** Attacks made. */
  readonly attacks: number;
  /** Sum of attack gains. */
  readonly gain: number;
  /** Attacks undone. */
  readonly fallbacks: number;
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
  };
}

/** What one epoch of a search reports. */
export interface SearchEpoch {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Radius of the perturbation; null without one. */
  readonly epsilon: number | null;
  /** Learning rate of the weights. */
  readonly learningRate: number;
  /** Mean training loss on perturbed mixture weights. */
  readonly trainLoss: number;
  /** Training accuracy. */
  readonly trainAccuracy: number;
  /** Mean validation loss after the epoch, evaluation mode, unperturbed. */
  readonly validLoss: number;
  /** Validation accuracy. */
  readonly validAccuracy: number;
  /** Share of edges whose strongest operation has no parameters. */
  readonly parameterFreeShare: number;
  /** Share of edges whose strongest operation is the skip connection. */
  readonly skipShare: number;
  /** Mean rise of the loss by the attack; null without an attack. */
  readonly attackGain: number | null;
  /** Attacks undone because they lowered the loss; null without an attack. */
  readonly attackFallbacks: number | null;
}

/** Alphas after an epoch; epoch 0 = before training. */
export interface EpochAlphas extends Alphas {
  /** Number of the epoch. */
  readonly epoch: number;
}

/** Tensors of a search, by name. */
export type SearchTensors = Readonly<Record<string, StoredTensor>>;

/** Everything a search needs to go on from where it stopped. */
export interface SearchState {
  /** Weights, momentum, running statistics, alphas and Adam's moments. */
  readonly tensors: SearchTensors;
  /** Epoch to go on in, from 0. */
  readonly epoch: number;
  /** Step of that epoch to do next. */
  readonly step: number;
  /** Alpha steps done, Adam's time. */
  readonly updates: number;
  /** Sums over the epoch so far. */
  readonly sums: EpochSums;
  /** Finished epochs. */
  readonly history: readonly SearchEpoch[];
  /** Alphas before training and after each finished epoch. */
  readonly trajectory: readonly EpochAlphas[];
}

/** Names of a search's tensors, in the order in which steps take them. */
export const STATE_TENSORS = [
  "weights",
  "momentum",
  "running_mean",
  "running_variance",
  "alphas_normal",
  "alphas_reduce",
  "adam_first_normal",
  "adam_first_reduce",
  "adam_second_normal",
  "adam_second_reduce",
] as const;

/** State of a search before its first step. */
export function initialSearchState(
  space: SearchSpace,
  layout: Layout,
  seed: number,
): SearchState {
  const vector = (data: Float32Array): StoredTensor => ({
    dtype: "F32",
    shape: [data.length],
    data,
  });
  const matrix = (kind: "normal" | "reduce", filled: boolean): StoredTensor => {
    const rows = space[kind].length;
    const columns = space[kind][0]!.length;
    const data = filled
      ? initialAlphas(kind, { rows, columns, seed })
      : new Float32Array(rows * columns);
    return { dtype: "F32", shape: [rows, columns], data };
  };
  const tensors: Record<typeof STATE_TENSORS[number], StoredTensor> = {
    weights: vector(initialWeights(layout, seed)),
    momentum: vector(new Float32Array(layout.parameterCount)),
    running_mean: vector(new Float32Array(layout.statisticsCount)),
    running_variance: vector(new Float32Array(layout.statisticsCount).fill(1)),
    alphas_normal: matrix("normal", true),
    alphas_reduce: matrix("reduce", true),
    adam_first_normal: matrix("normal", false),
    adam_first_reduce: matrix("reduce", false),
    adam_second_normal: matrix("normal", false),
    adam_second_reduce: matrix("reduce", false),
  };
  return {
    tensors,
    epoch: 0,
    step: 0,
    updates: 0,
    sums: NO_SUMS,
    history: [],
    trajectory: [{ epoch: 0, ...alphasOf(tensors) }],
  };
}

/** Raw alphas of a state as rows of numbers. */
export function alphasOf(tensors: SearchTensors): Alphas {
  const rows = (name: string): number[][] => {
    const { data, shape } = tensors[name]!;
    const columns = shape[1]!;
    return Array.from(
      { length: shape[0]! },
      (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)),
    );
  };
  return { normal: rows("alphas_normal"), reduce: rows("alphas_reduce") };
}
