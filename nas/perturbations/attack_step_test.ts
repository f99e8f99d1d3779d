import * as tf from "@tensorflow/tfjs-core";
import { assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { attackPart } from "./attack_step.ts";
import type { PerturbedNetwork } from "./perturbation.ts";

const MATRICES = [{ shape: [1, 3] }, { shape: [1, 2] }];
const DATA = {
  x: { shape: [1, 1] },
  y: { shape: [1], dtype: "int32" },
  seed: { shape: [2], dtype: "int32" },
} as const;
const SPECS: PerturbedNetwork["specs"] = {
  scalar: { shape: [] },
  weights: { shape: [1] },
  statistics: { mean: { shape: [1] }, variance: { shape: [1] } },
  matrices: MATRICES,
  data: DATA,
};

/** Logits that fall with the first candidate of each matrix and rise with the last. */
const logits: PerturbedNetwork["logits"] = ({ mixtures }) => {
  const [normal, reduce] = mixtures as [tf.Tensor2D, tf.Tensor2D];
  const last = (m: tf.Tensor2D, k: number) => tf.slice(m, [0, k], [1, 1]);
  const good = tf.add(last(normal, 2), last(reduce, 1));
  const bad = tf.add(last(normal, 0), last(reduce, 0));
  return tf.concat([good, bad], 1);
};

function attack(
  centre: number[][],
  from: number[][],
  epsilon: number,
  size: number,
): number[][] {
  return tf.tidy(() => {
    const matrices = (rows: number[][]) =>
      rows.map((row) => tf.tensor2d([row]));
    const { mixtures } = attackPart({ specs: SPECS, logits }).fn({
      weights: tf.zeros([1]),
      statistics: { mean: tf.zeros([1]), variance: tf.ones([1]) },
      centre: matrices(centre),
      mixtures: matrices(from),
      x: tf.zeros([1, 1]),
      y: tf.tensor1d([0], "int32"),
      seed: tf.tensor1d([0, 0], "int32"),
      epsilon: tf.scalar(epsilon),
      size: tf.scalar(size),
    });
    return mixtures.map((m) => [...m.dataSync()]);
  });
}

const close = (found: number[][], expected: number[][]) =>
  assertLess(worst(found.flat(), expected.flat()), 1e-6);

Deno.test("an attack step adds its size along the gradient's sign and normalises", async () => {
  await withoutLeaks(await testEngine(), () => {
    const centre = [[0.3, 0.4, 0.3], [0.5, 0.5]];
    // the candidate without influence stays
    close(attack(centre, centre, 0.5, 0.1), [[0.4, 0.4, 0.2], [0.6, 0.4]]);
  });
});

Deno.test("an attack step stays in the box around the centre and above zero", async () => {
  await withoutLeaks(await testEngine(), () => {
    const centre = [[0.3, 0.4, 0.3], [0.5, 0.5]];
    close(attack(centre, centre, 0.1, 0.7), [[0.4, 0.4, 0.2], [0.6, 0.4]]);
    // from a point outside of the box back to its border: 0.4, 0.3, 0.2, then divided by their sum
    close(attack(centre, [[0.9, 0.1, 0], [1, 0]], 0.1, 0.05), [[
      4 / 9,
      3 / 9,
      2 / 9,
    ], [0.6, 0.4]]);
    // clamped at 0 and 1: 1.3 -> 1, 0.4, -0.7 -> 0
    close(attack(centre, centre, 1, 1), [[1 / 1.4, 0.4 / 1.4, 0], [1, 0]]);
  });
});
