import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { randomStream } from "../../engine/philox.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { softmaxRow } from "../space/simplex.ts";
import { sampling as published } from "./gumbel.ts";
import { gumbelSampling } from "./gumbel_sampling.ts";
import { drawMixtures } from "./sampled_mixtures.ts";
import type { RandomSampling } from "./sampling.ts";

const { noise, weights } = published as RandomSampling;
const matrix = { columns: 3, alphas: () => [] };

Deno.test("a hard Gumbel soft-max draws the reference's operations, with its gradient in the alphas", async () => {
  const { cases } = readGolden<{
    cases: {
      alphas: number[][];
      gumbel: number[][];
      tau: number;
      index: number[];
      grad_output: number[][];
      grad_alphas: number[][];
    }[];
  }>("gdas");
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      for (const golden of cases) {
        const { alphas, gumbel, tau, index, grad_output, grad_alphas } = golden;
        const draw = {
          noise: tf.tensor2d(gumbel),
          progress: tf.scalar(0),
          ramp: tf.scalar((10 - tau) / 9.9),
        };
        const gradient = tf.grad((a: tf.Tensor) => {
          const found = weights(a, draw);
          assertEquals(
            found.arraySync(),
            index.map((at) => alphas[0]!.map((_, i) => i === at ? 1 : 0)),
          );
          return tf.sum(tf.mul(found, tf.tensor2d(grad_output)));
        })(tf.tensor2d(alphas));
        const expected = grad_alphas.flat();
        const largest = Math.max(...expected.map(Math.abs));
        assertLess(
          worst(gradient.dataSync(), expected),
          // float32 rounds 1 / tau as well as the numbers that it divides
          1e-6 * Math.max(1, 1 / tau) * Math.max(1, largest),
        );
      }
    });
  });
});

Deno.test("the temperature falls by the published schedule", async () => {
  const { tau } = readGolden<{ tau: Record<string, number[]> }>("gdas");
  const [first] = Object.values(tau);
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const epochs = first!.length;
      for (const epoch of [0, 1, 100, epochs - 1]) {
        const { ramp, ...draw } = drawMixtures(
          published,
          [{ name: "edges", rows: 1, columns: 3 }],
          [],
          { seed: 1, pass: "alpha", epoch, step: 0, epochs },
        )!;
        // the gradient of the soft-max of (a + G) / tau
        const row = tf.tensor2d([[0.1, 0, -0.1]]);
        const gumbels = draw.noise[0]!;
        const soft = softmaxRow(
          [...tf.add(row, gumbels).dataSync()].map((l) => l / first![epoch]!),
        );
        const gradient = tf.grad((a: tf.Tensor) =>
          tf.sum(tf.mul(
            weights(a, { noise: gumbels, progress: draw.progress, ramp }),
            tf.tensor2d([[1, 0, 0]]),
          ))
        )(row).dataSync();
        const slope = soft[0]! * (1 - soft[0]!) / first![epoch]!;
        assertLess(Math.abs(gradient[0]! - slope), 1e-5);
      }
    });
  });
});

Deno.test("operations are drawn with the probabilities of the soft-max", () => {
  const alphas = [1, 0, -1];
  const counts = [0, 0, 0];
  for (let step = 0; step < 6000; step++) {
    const numbers = new Float32Array(3);
    noise(numbers, randomStream({ seed: 2, stream: "gumbel", step }), matrix);
    assert(numbers.every(Number.isFinite));
    const raised = alphas.map((alpha, i) => alpha + numbers[i]!);
    counts[raised.indexOf(Math.max(...raised))]!++;
  }
  const shares = counts.map((count) => count / 6000);
  assertLess(worst(shares, [...softmaxRow(alphas)]), 0.02);
});

Deno.test("gumbelSampling() takes another last temperature and no gradient of what was not drawn", () => {
  const other = gumbelSampling({ name: "mine", to: 1, undrawn: "none" });
  assertEquals([other.name, other.undrawn], ["mine", "none"]);
  assertEquals((published as RandomSampling).undrawn, "node");
});
