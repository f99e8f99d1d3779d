import * as tf from "@tensorflow/tfjs-core";
import type { SearchParts } from "../../nas/search/search_programs.ts";
import type { Programs } from "../../nas/training/programs.ts";
import type { GoldenNet } from "./golden_search.ts";
import { referenceMap } from "../support/tensors/reference.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";

/** Exact mixed product of the first golden batch at one unrolled step without momentum, and the direct gradients. */
export function exactProducts(
  { golden, layout, weights }: GoldenNet,
  programs: Programs<SearchParts>,
): { products: number[]; direct: number[] } {
  const read = (tensors: readonly tf.Tensor[]) =>
    tensors.flatMap((t) => Array.from(t.dataSync()));
  return tf.tidy(() => {
    const w = tf.tensor1d(weights);
    const alphas = golden.alphas.map((a) => referenceMap(a));
    const [batch] = golden.batches;
    const seed = tf.tensor1d([0, 0], "int32");
    const training = {
      x: referenceMap(batch!.train_x),
      y: tf.tensor1d(batch!.train_y, "int32"),
      seed,
    };
    const ahead = programs.lookahead({
      weights: w,
      buffer: tf.zerosLike(w),
      statistics: freshStatistics(layout),
      alphas,
      batch: training,
      rate: tf.scalar(0.025),
    });
    const { vector, direct } = programs.validationGradients({
      weights: ahead.weights,
      alphas,
      batch: {
        x: referenceMap(batch!.val_x),
        y: tf.tensor1d(batch!.val_y, "int32"),
        seed,
      },
    });
    const products = programs.mixedProductExact({
      weights: w,
      vector,
      alphas,
      batch: training,
    });
    return { products: read(products), direct: read(direct) };
  });
}
