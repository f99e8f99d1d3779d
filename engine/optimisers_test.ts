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

/** Steps of `torch.optim.SGD` 2.15 with `nesterov=True` in float64, momentum 0.9, weight decay 0.01, clipped to 5. */
const NESTEROV = [
  {
    gradient: [1, -0.5, 0.25],
    rate: 0.1,
    weights: [1.8062, -0.9031, 0.45155],
    buffer: [1.02, -0.51, 0.255],
  },
  {
    gradient: [-0.5, 0.75, 3],
    rate: 0.08,
    weights: [1.813358576, -0.982679288, -0.021660356],
    buffer: [0.436062, 0.281969, 3.2340155],
  },
  {
    gradient: [3, 4, 12],
    rate: 0.05,
    weights: [1.6843599981693673, -1.1393193220876436, -0.5910789111455305],
    buffer: [1.5644354508487643, 1.7824067272383524, 7.525781606795057],
  },
  {
    gradient: [0, 0, 0],
    rate: 0.01,
    weights: [1.67136804261784, -1.1535403459070777, -0.6519254371674528],
    buffer: [1.4248355057455815, 1.5927728612936407, 6.767292657004096],
  },
];

Deno.test("sgdStep() with Nesterov's momentum is PyTorch's, from the first step and through clipping", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      let state = {
        weights: tf.tensor1d([2, -1, 0.5]),
        buffer: tf.zeros([3]) as tf.Tensor1D,
      };
      for (const { gradient, rate, weights, buffer } of NESTEROV) {
        state = sgdStep({
          ...state,
          gradient: tf.tensor1d(gradient),
          rate: tf.scalar(rate),
        }, { momentum: 0.9, weightDecay: 0.01, clip: 5, nesterov: true });
        for (
          const [found, expected] of [
            [state.weights, weights],
            [state.buffer, buffer],
          ] as const
        ) {
          found.dataSync().forEach((value, at) =>
            assertAlmostEquals(value, expected[at]!, 1e-6)
          );
        }
      }
      // by hand: g = 1 + 0.01 * 2 = 1.02; 2 - 0.1 * (1.02 + 0.9 * 1.02)
      assertAlmostEquals(NESTEROV[0]!.weights[0]!, 2 - 0.1 * 1.02 * 1.9, 1e-12);
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
