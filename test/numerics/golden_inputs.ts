import * as tf from "@tensorflow/tfjs-core";
import type { AlphaInputs } from "../../nas/search/alpha_step.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import { referenceMap } from "../support/tensors/reference.ts";
import type { GoldenNet } from "./golden_search.ts";

/** Tensors of the first alpha step on a golden supernet's first batch. */
export function firstAlphaStep(
  { golden, layout, weights }: GoldenNet,
): AlphaInputs {
  const { train_x, train_y } = golden.batches[0]!;
  const alphas = golden.alphas.map((a) => referenceMap(a));
  const zeros = alphas.map((a) => tf.zerosLike(a));
  return {
    weights: tf.tensor1d(weights),
    statistics: freshStatistics(layout),
    arch: { alphas, first: zeros, second: zeros },
    corrections: tf.tensor1d([2, 1000]),
    batch: {
      x: referenceMap(train_x),
      y: tf.tensor1d(train_y, "int32"),
      seed: tf.tensor1d([3, 5], "int32"),
    },
  };
}
