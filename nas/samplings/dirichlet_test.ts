import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { NonFiniteError } from "../../common/non_finite.ts";
import { randomStream } from "../../engine/philox.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { concentration, sampling } from "./dirichlet.ts";
import { dirichletSlope } from "./dirichlet_slope.ts";
import { drawMixtures } from "./sampled_mixtures.ts";
import type { RandomSampling } from "./sampling.ts";

const { noise, weights } = sampling as RandomSampling;

Deno.test("a Dirichlet sample has the reference's gradient in the alphas", async () => {
  const { cases } = readGolden<{
    cases: {
      alphas: number[][];
      concentration: number[][];
      sample: number[][];
      grad_output: number[][];
      grad_concentration_exact: number[][];
    }[];
  }>("drnas");
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      for (const golden of cases) {
        const { alphas, sample } = golden;
        assertLess(
          worst(
            alphas.flat().map(concentration),
            golden.concentration.flat(),
          ),
          1e-12,
        );
        const slopes = alphas.map((row, at) => {
          const own = row.map(concentration);
          const total = own.reduce((a, b) => a + b);
          return own.map((c, i) => dirichletSlope(sample[at]![i]!, c, total));
        });
        const draw = {
          noise: tf.stack([tf.tensor2d(sample), tf.tensor2d(slopes)]),
          progress: tf.scalar(0),
          ramp: tf.scalar(0),
        };
        const gradient = tf.grad((a: tf.Tensor) => {
          const found = weights(a, draw);
          assertEquals(found.dataSync(), Float32Array.from(sample.flat()));
          return tf.sum(tf.mul(found, tf.tensor2d(golden.grad_output)));
        })(tf.tensor2d(alphas));
        const exact = golden.grad_concentration_exact.map((row, at) =>
          row.map((g, i) => g * Math.exp(Math.min(0, alphas[at]![i]!)))
        );
        const largest = Math.max(...exact.flat().map(Math.abs));
        assertLess(
          worst(gradient.dataSync(), exact.flat()),
          1e-6 * Math.max(1, largest),
        );
      }
    });
  });
});

Deno.test("samples lie on the simplex, with the means of their distribution, and follow from the stream and the alphas", () => {
  const columns = 3;
  const alphas = [1, 0, -2, 0, 0, 0];
  const draw = (step: number, at = alphas) => {
    const numbers = new Float32Array(12);
    const random = randomStream({ seed: 5, stream: "dirichlet test", step });
    noise(numbers, random, { columns, alphas: () => at });
    return numbers;
  };
  const count = 4000;
  const means = new Float64Array(6);
  for (let step = 0; step < count; step++) {
    const numbers = draw(step);
    assert(numbers.every((n) => Number.isFinite(n) && n >= 0));
    for (let row = 0; row < 2; row++) {
      const [a, b, c] = numbers.subarray(3 * row, 3 * row + 3);
      assertLess(Math.abs(a! + b! + c! - 1), 1e-6);
    }
    means.forEach((_, i) => means[i]! += numbers[i]! / count);
  }
  const c = alphas.map(concentration);
  const total = c[0]! + c[1]! + c[2]!;
  const expected = c.map((own, i) => i < 3 ? own / total : 1 / 3);
  assertLess(worst(means, expected), 0.02);
  assertEquals(draw(7), draw(7));
  assert(worst(draw(7), draw(8)) > 0.01);
  assert(worst(draw(7), draw(7, [1, 0, -2, 0, 0, 1e-3])) > 0);
});

Deno.test("a row of alphas far below 0 still gives a sample", () => {
  const numbers = new Float32Array(6);
  noise(numbers, randomStream({ seed: 1, stream: "low" }), {
    columns: 3,
    alphas: () => [-12, -12, -30],
  });
  assert(numbers.every(Number.isFinite));
  assertLess(Math.abs(numbers[0]! + numbers[1]! + numbers[2]! - 1), 1e-6);
});

Deno.test("alphas that are not finite end a draw with their name and place", async () => {
  await withoutLeaks(await testEngine(), () => {
    const matrices = [{ name: "normal", rows: 1, columns: 2 }];
    const at = { seed: 1, pass: "weight", epoch: 1, step: 2, epochs: 4 };
    for (const wrong of [NaN, Infinity]) {
      const alphas = tf.tensor2d([[0, wrong]]);
      assertThrows(
        () => drawMixtures(sampling, matrices, [alphas], at),
        NonFiniteError,
        `Expected finite numbers but found 1 of 2 not finite, the first (${wrong}) in alphas_normal, at epoch 2 step 3`,
      );
      alphas.dispose();
    }
  });
});
