import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { adamCorrections, adamStep, clipNorm, sgdStep } from "./optimisers.ts";
import { testEngine, withoutLeaks } from "../test/support/tensors/engine.ts";

const value = (t: tf.Tensor) => t.dataSync()[0]!;

Deno.test("clipNorm() scales a long gradient by clip / (norm + 1e-6) and leaves a short one", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const long = clipNorm(tf.tensor1d([3, 4]), 2.5);
      assertEquals(value(long.norm), 5);
      const [x, y] = long.clipped.dataSync();
      assertAlmostEquals(x!, 3 * 2.5 / (5 + 1e-6), 1e-6);
      assertAlmostEquals(y!, 4 * 2.5 / (5 + 1e-6), 1e-6);
      assertEquals([...clipNorm(tf.tensor1d([3, 4]), 5.1).clipped.dataSync()], [
        3,
        4,
      ]);
      const zero = clipNorm(tf.tensor1d([0, 0]), 5);
      assertEquals([...zero.clipped.dataSync()], [0, 0]);
    });
  });
});

Deno.test("sgdStep() is PyTorch's: decay after clipping, buffer = momentum * buffer + g from the first step", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const options = { momentum: 0.9, weightDecay: 0.01, clip: 5 };
      const rate = 0.1;
      let state = { weights: tf.tensor1d([2]), buffer: tf.tensor1d([0]) };
      let [w, buffer] = [2, 0];
      for (const gradient of [1, -0.5, 8]) {
        const next = sgdStep({
          ...state,
          gradient: tf.tensor1d([gradient]),
          rate: tf.scalar(rate),
        }, options);
        const clipped = gradient * Math.min(1, 5 / (Math.abs(gradient) + 1e-6));
        buffer = 0.9 * buffer + clipped + 0.01 * w;
        w -= rate * buffer;
        assertAlmostEquals(value(next.buffer), buffer, 1e-6);
        assertAlmostEquals(value(next.weights), w, 1e-6);
        assertAlmostEquals(value(next.norm), Math.abs(gradient), 1e-6);
        state = next;
      }
      // closed form of the first step, by hand: 2 - 0.1 * (1 + 0.02)
      const first = sgdStep({
        weights: tf.tensor1d([2]),
        buffer: tf.tensor1d([0]),
        gradient: tf.tensor1d([1]),
        rate: tf.scalar(rate),
      }, options);
      assertAlmostEquals(value(first.weights), 1.898, 1e-6);
    });
  });
});

Deno.test("adamStep() is PyTorch's: coupled decay, bias corrections, epsilon outside of the root", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const options = {
        rate: 0.1,
        betas: [0.5, 0.999],
        epsilon: 1e-8,
        weightDecay: 0.01,
      } as const;
      let state = {
        value: tf.scalar(1),
        first: tf.scalar(0),
        second: tf.scalar(0),
      };
      let [x, m, v] = [1, 0, 0];
      [0.2, -0.4, 0.3].forEach((gradient, i) => {
        const t = i + 1;
        const corrections = tf.tensor1d(adamCorrections(t, options.betas));
        const next = adamStep({
          ...state,
          gradient: tf.scalar(gradient),
          corrections,
        }, options);
        const g = gradient + 0.01 * x;
        m = 0.5 * m + 0.5 * g;
        v = 0.999 * v + 0.001 * g * g;
        x -= 0.1 * (m / (1 - 0.5 ** t)) /
          (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
        assertAlmostEquals(value(next.value), x, 1e-5);
        assertAlmostEquals(value(next.first), m, 1e-6);
        assertAlmostEquals(value(next.second), v, 1e-8);
        state = next;
      });
    });
  });
});

Deno.test("the first step of Adam moves by the learning rate against the gradient's sign", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const options = {
        rate: 3e-4,
        betas: [0.5, 0.999],
        epsilon: 1e-8,
        weightDecay: 0,
      } as const;
      const zeros = tf.zeros([3]);
      const next = adamStep({
        value: zeros,
        gradient: tf.tensor1d([1e-3, -50, 0]),
        first: zeros,
        second: zeros,
        corrections: tf.tensor1d(adamCorrections(1, options.betas)),
      }, options);
      const [a, b, c] = next.value.dataSync();
      assertAlmostEquals(a!, -3e-4, 1e-8);
      assertAlmostEquals(b!, 3e-4, 1e-8);
      assertEquals(c, 0);
    });
  });
});

Deno.test("adamCorrections() of the first step are 1 / (1 - beta)", () => {
  const [first, second] = adamCorrections(1, [0.5, 0.999]);
  assertEquals(first, 2);
  assertAlmostEquals(second, 1000, 1e-9);
});
