import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import type { TensorsNamed } from "./live_tensors.ts";
import { initialWeights } from "./initialise.ts";

/** Names of the tensors of a network in training, in the form in which steps take them, in the order of files. */
export const NETWORK_NAMES = {
  weights: "weights",
  buffer: "momentum",
  statistics: { mean: "running_mean", variance: "running_variance" },
} as const;

/** Flat weights, their momentum and running statistics of a network in training. */
export type LiveNetwork = TensorsNamed<typeof NETWORK_NAMES>;

/** Tensors of a network before its first step. */
export function initialNetworkTensors(
  layout: Layout,
  seed: number,
): Record<string, StoredTensor> {
  const vector = (data: Float32Array): StoredTensor => ({
    dtype: "F32",
    shape: [data.length],
    data,
  });
  return {
    weights: vector(initialWeights(layout, seed)),
    momentum: vector(new Float32Array(layout.parameterCount)),
    running_mean: vector(new Float32Array(layout.statisticsCount)),
    running_variance: vector(new Float32Array(layout.statisticsCount).fill(1)),
  };
}
