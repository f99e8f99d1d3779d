import * as tf from "@tensorflow/tfjs-core";
import type { SearchSteps } from "../../nas/search/search_programs.ts";
import type { Programs } from "../../nas/training/programs.ts";
import type { GoldenNet } from "./golden_search.ts";
import { referenceMap } from "../support/tensors/reference.ts";

/** Exact mixed product of the first golden batch at one unrolled step without momentum, and the direct gradients. */
export function exactProducts(
  { golden, layout, weights }: GoldenNet,
  programs: Programs<keyof SearchSteps>,
): { products: number[]; direct: number[] } {
  const read = (tensors: readonly tf.Tensor[]) =>
    tensors.flatMap((t) => Array.from(t.dataSync()));
  return tf.tidy(() => {
    const w = tf.tensor1d(weights);
    const alphas = golden.alphas.map((a) => referenceMap(a));
    const [batch] = golden.batches;
    const seed = tf.tensor1d([0, 0], "int32");
    const training = [
      referenceMap(batch!.train_x),
      tf.tensor1d(batch!.train_y, "int32"),
      seed,
    ];
    const [ahead] = programs.virtual(
      w,
      tf.zerosLike(w),
      tf.zeros([layout.statisticsCount]),
      tf.ones([layout.statisticsCount]),
      ...alphas,
      ...training,
      tf.scalar(0.025),
    );
    const [, , vector, ...direct] = programs.outlook(
      ahead!,
      ...alphas,
      referenceMap(batch!.val_x),
      tf.tensor1d(batch!.val_y, "int32"),
      seed,
    );
    return {
      products: read(programs.mixedExact(w, vector!, ...alphas, ...training)),
      direct: read(direct),
    };
  });
}
