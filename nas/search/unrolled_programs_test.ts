import * as tf from "@tensorflow/tfjs-core";
import { assertLess } from "@std/assert";
import { testEngine } from "../../test/support/tensors/engine.ts";
import { OPTIMISERS } from "../../test/numerics/golden_search.ts";
import type { Layout } from "../layers/layout.ts";
import type { SearchForward } from "./search_forward.ts";
import { unrolledParts } from "./unrolled_programs.ts";

const WEIGHTS = [0.3, -0.7, 0.5];
const VECTOR = [0.2, 0.9, -0.4];
const ALPHA = [0.1, -0.3, 0.8];
/** Share of each candidate (column) in the coefficient of each weight (row). */
const TABLE = [[0.5, -1, 2], [1.5, 0.25, -0.5], [-1, 1, 0.75]];

/** Logits (s, 0) with s = sum of w_i c_i, c = TABLE softmax(alpha): a loss whose derivatives are known. */
const forward: SearchForward = (_, { weights, mixtures }) => {
  const coefficients = tf.matMul(
    tf.tensor2d(TABLE),
    tf.reshape(mixtures[0]!, [3, 1]),
  );
  const score = tf.matMul(tf.reshape(weights, [1, 3]), coefficients);
  const none = { mean: tf.zeros([1]), variance: tf.ones([1]) };
  return {
    logits: tf.concat([score, tf.zerosLike(score)], 1),
    layers: { batchStatistics: () => none, drawnParts: () => undefined },
  } as unknown as ReturnType<SearchForward>;
};

/** The mixed second derivative times the vector, by hand. */
function closedForm(): number[] {
  const powers = ALPHA.map(Math.exp);
  const total = powers.reduce((a, b) => a + b);
  const mixture = powers.map((p) => p / total);
  const dot = (a: number[], b: number[]) =>
    a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const coefficients = TABLE.map((row) => dot(row, mixture));
  const share = 1 / (1 + Math.exp(-dot(WEIGHTS, coefficients)));
  // loss = -log(share); first and second derivative in the score
  const [first, second] = [share - 1, share * (1 - share)];
  return ALPHA.map((_, k) => {
    const changes = TABLE.map((row) =>
      dot(row, mixture.map((m, j) => m * ((j === k ? 1 : 0) - mixture[k]!)))
    );
    return second * dot(WEIGHTS, changes) * dot(VECTOR, coefficients) +
      first * dot(VECTOR, changes);
  });
}

Deno.test("the second-order term divides by 2R: both products are the closed form of a toy", async () => {
  await testEngine();
  const layout = { parameterCount: 3, statistics: [] } as unknown as Layout;
  const shape = (...shape: number[]) => ({ shape });
  const data = {
    x: shape(1),
    y: { shape: [1], dtype: "int32" },
    seed: shape(1),
  } as const;
  const parts = unrolledParts(
    {
      specs: {
        scalar: shape(),
        weights: shape(3),
        statistics: { mean: shape(1), variance: shape(1) },
        matrices: [shape(1, 3)],
        data,
        training: data,
      },
      forward,
    },
    layout,
    OPTIMISERS,
  );
  const expected = closedForm();
  const size = Math.hypot(...expected);
  tf.tidy(() => {
    const alpha = tf.tensor2d([ALPHA]);
    const batch = {
      x: tf.zeros([1]),
      y: tf.tensor1d([0], "int32"),
      seed: tf.zeros([1]),
    };
    for (const length of [1, 30]) {
      const vector = tf.tensor1d(VECTOR.map((v) => v * length));
      const pass = {
        weights: tf.tensor1d(WEIGHTS),
        vector,
        alphas: [alpha],
        batch,
      };
      const { radius, products: [difference] } = parts
        .mixedProductByDifference.fn({
          ...pass,
          statistics: { mean: tf.zeros([1]), variance: tf.ones([1]) },
        });
      const norm = length * Math.hypot(...VECTOR);
      assertLess(Math.abs(radius.dataSync()[0]! * norm - 0.01), 1e-8);
      const [exact] = parts.mixedProductExact.fn(pass);
      for (
        const [found, allowed] of [[difference, 1e-3], [exact, 1e-6]] as const
      ) {
        const off = Array.from(
          found!.dataSync(),
          (x, i) => x / length - expected[i]!,
        );
        assertLess(Math.hypot(...off) / size, allowed);
      }
    }
  });
});
