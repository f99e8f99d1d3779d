import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { searchParts } from "../../nas/search/search_programs.ts";
import { dataParallel, shareSizes } from "../../nas/training/data_parallel.ts";
import { tensorsOf } from "../../nas/training/tensor_tree.ts";
import { worst } from "../support/tensors/reference.ts";
import { firstAlphaStep } from "./golden_inputs.ts";
import { type GoldenNet, goldenNet, OPTIMISERS } from "./golden_search.ts";

/** Largest difference. */
const CLOSE = 2e-6;

/** Optimiser whose buffer after a step is the gradient. */
export const RAW = { momentum: 0, weightDecay: 0, clip: 1e9 };

export function assertClose(found: object, expected: object): void {
  const [a, b] = [tensorsOf(found), tensorsOf(expected)];
  assertEquals(a.map((t) => t.shape), b.map((t) => t.shape));
  a.forEach((t, i) =>
    assertLess(worst(t.dataSync(), b[i]!.dataSync()), CLOSE, `tensor ${i}`)
  );
}

/** Each device's share of the tensors of a batch. */
export function sharesOf<B extends Record<string, tf.Tensor>>(
  batch: B,
  sizes: readonly number[],
): B[] {
  const cut = Object.entries(batch).map(([name, tensor]) =>
    [name, tf.split(tensor, [...sizes])] as const
  );
  return sizes.map((_, i) =>
    Object.fromEntries(cut.map(([name, all]) => [name, all[i]!])) as B
  );
}

/** Mean over shares, weighted by their images. */
export function mean(terms: readonly tf.Tensor[], sizes: readonly number[]) {
  const images = sizes.reduce((a, b) => a + b);
  return terms.map((term, i) => tf.mul(term, sizes[i]! / images))
    .reduce((a, b) => tf.add(a, b));
}

/** The same of lists of tensors. */
export function means(
  lists: readonly (readonly tf.Tensor[])[],
  sizes: readonly number[],
): tf.Tensor[] {
  return lists[0]!.map((_, i) => mean(lists.map((list) => list[i]!), sizes));
}

/** Search programs over two devices, and eager ones of one device on each half, whose weight step gives the gradient. */
export function goldenHalves() {
  const net = goldenNet("s1");
  const { golden: { batch }, config, layout } = net;
  const sizes = shareSizes(batch, 2);
  const parts = { batch, optimisers: OPTIMISERS, gradients: dataParallel(2) };
  return {
    net,
    sizes,
    split: searchParts(config, layout, parts),
    half: searchParts(config, layout, {
      batch: sizes[0]!,
      optimisers: { ...OPTIMISERS, sgd: RAW },
    }),
  };
}

/** Inputs of the first alpha step on a golden supernet, its batch apart: whole, and as the share of each device. */
export function sharedAlphaStep(net: GoldenNet, sizes: readonly number[]) {
  const { batch: whole, ...inputs } = firstAlphaStep(net);
  const { x, y, seed } = whole;
  const shares = sharesOf({ x, y }, sizes).map((share) => ({ ...share, seed }));
  return { inputs, whole, shares };
}
