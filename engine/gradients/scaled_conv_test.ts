import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { compile } from "../compile/compile.ts";
import { awayFromZero, registerScaledConv, scaledConv } from "./scaled_conv.ts";

type Inputs = [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Scalar];

const INPUTS = (weight = 0.3): Inputs => [
  sample(2, 5, 5, 3) as tf.Tensor4D,
  sample(3, 3, 3, 2) as tf.Tensor4D,
  sample(2) as tf.Tensor1D,
  tf.scalar(weight),
];

/** The scaled convolution by separate operations. */
function composed(inputs: Inputs, stride: 1 | 2): tf.Tensor {
  const [x, filter, offset, weight] = inputs;
  return tf.mul(tf.add(tf.conv2d(x, filter, stride, "valid"), offset), weight);
}

function scaled([x, filter, offset, weight]: Inputs, stride: 1 | 2): tf.Tensor {
  return scaledConv({ x, filter, offset, weight }, [stride, stride]);
}

/** Asserts that values differ by a few rounding units at most. */
function assertClose(found: tf.Tensor, expected: tf.Tensor): void {
  assertEquals(found.shape, expected.shape);
  const values = expected.dataSync();
  const size = Math.max(1, ...values.map(Math.abs));
  assertLess(worst(found.dataSync(), values), 4e-7 * size);
}

for (const stride of [1, 2] as const) {
  Deno.test(`scaledConv() of stride ${stride} is the convolution with offset and weight, compiled too, and so are its gradients`, async () => {
    const engine = await testEngine();
    await withoutLeaks(engine, () => {
      tf.tidy(() => {
        const both = [scaled, composed].map((fn) => {
          const { value, grads } = tf.valueAndGrads((...xs: tf.Tensor[]) =>
            tf.sum(tf.square(fn(xs as Inputs, stride)))
          )(INPUTS());
          return [fn(INPUTS(), stride), value, ...grads];
        });
        const args = INPUTS();
        const program = compile(
          engine,
          (...xs) => [scaled(xs as Inputs, stride)],
          args.map(({ shape }) => ({ shape })),
        );
        const [compiled] = program(...args);
        program.dispose();
        // oneDNN's kernels for AVX2 differ by a rounding unit
        assertClose(compiled!, both[0]![0]!);
        both[0]!.forEach((tensor, i) => {
          assertEquals(tensor.shape, both[1]![i]!.shape);
          const size = Math.max(...tf.abs(both[1]![i]!).dataSync());
          assertLess(
            worst(tensor.dataSync(), both[1]![i]!.dataSync()),
            2e-6 * Math.max(1, size),
            `result ${i}`,
          );
        });
      });
    });
  });

  Deno.test(`scaledConv() of stride ${stride} has right derivatives to the third order`, async () => {
    await withoutLeaks(await testEngine(), () =>
      assertDerivatives(
        (...xs) => scaled(xs as Inputs, stride),
        () => INPUTS(),
      ));
  });
}

Deno.test("without TensorFlow's fused kernel the result is the same", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const fused = scaled(INPUTS(), 1);
      tf.unregisterKernel("ScaledConv", "tensorflow");
      registerScaledConv(false);
      try {
        assertClose(scaled(INPUTS(), 1), fused);
      } finally {
        tf.unregisterKernel("ScaledConv", "tensorflow");
        registerScaledConv(true);
      }
    });
  });
});

Deno.test("a weight of zero has a result of next to nothing and its right gradient", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const [x, filter, offset] = INPUTS();
      const gradientOf = (fn: (weight: tf.Tensor) => tf.Tensor) =>
        tf.grad((weight: tf.Tensor) => tf.sum(fn(weight)))(tf.scalar(0))
          .dataSync()[0]!;
      const expected = gradientOf((weight) =>
        composed([x, filter, offset, weight as tf.Scalar], 1)
      );
      const found = gradientOf((weight) => {
        const factor = awayFromZero(weight) as tf.Scalar;
        const y = scaled([x, filter, offset, factor], 1);
        assert(Math.max(...tf.abs(y).dataSync()) < 1e-18);
        return y;
      });
      assertLess(Math.abs(found - expected), 2e-6 * Math.abs(expected) + 1e-6);
    });
  });
});

Deno.test("awayFromZero() leaves other weights and passes gradients as they are", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const weights = tf.tensor1d([0, 0.25, -1e-30, 1]);
      const away = awayFromZero(weights).dataSync();
      assertEquals([...away], [
        Math.fround(1e-20),
        0.25,
        Math.fround(1e-20),
        1,
      ]);
      const gradient = tf.grad((w: tf.Tensor) =>
        tf.sum(tf.mul(awayFromZero(w), tf.tensor1d([2, 3, 4, 5])))
      )(weights);
      assertEquals([...gradient.dataSync()], [2, 3, 4, 5]);
    });
  });
});
