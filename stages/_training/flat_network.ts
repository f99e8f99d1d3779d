import type { StoredTensor } from "../../engine/safetensors.ts";
import type { FlatNetwork } from "../../nas/network/named_weights.ts";

/** Weights and running statistics among the tensors of a training's state. */
export function flatNetwork(
  tensors: Readonly<Record<string, StoredTensor>>,
): FlatNetwork {
  const data = (name: string) => tensors[name]!.data as Float32Array;
  return {
    weights: data("weights"),
    mean: data("running_mean"),
    variance: data("running_variance"),
  };
}
