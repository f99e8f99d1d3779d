import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { registerComparisonGradients } from "./comparison.ts";

/** Numbers 0.2 apart and 0.1 away from the bounds below. */
const spread =
  () => [tf.reshape(tf.mul(tf.sub(tf.range(0, 12), 5.5), 0.2), [3, 4])];

const CASES: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  "clipByValue()": (x) => tf.clipByValue(x, -0.6, 0.6),
  "maximum()": (x) => tf.maximum(x, tf.reverse(x, 1)),
  "minimum() with a scalar": (x) => tf.minimum(x, 0.6),
  "max()": (x) => tf.max(x, 1),
  "abs()": (x) => tf.abs(x),
  "where()": (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.mul(x, 3)),
};

for (const [name, fn] of Object.entries(CASES)) {
  Deno.test(`${name} has right derivatives to the third order`, async () => {
    await withoutLeaks(
      await testEngine(),
      () => assertDerivatives((x) => fn(x!), spread),
    );
  });
}

Deno.test("a comparison has gradient zero", async () => {
  await testEngine();
  registerComparisonGradients();
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      const gradient = tf.grad((x) =>
        tf.sum(tf.mul(x, tf.cast(tf.less(x, 1.5), "float32")))
      )(x);
      assertEquals([...gradient.dataSync()], [1, 0]);
    });
  });
});
