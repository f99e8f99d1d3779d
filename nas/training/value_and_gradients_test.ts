import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { valueAndGradients } from "./value_and_gradients.ts";

Deno.test("valueAndGradients() gives all values and the gradients of the loss, by name", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const at = { a: tf.scalar(3), rest: [tf.scalar(5)] };
      const { values, gradients } = valueAndGradients(({ a, rest }) => {
        const product = tf.mul(a, rest[0]!);
        return {
          product,
          loss: tf.square(product),
          sums: [tf.add(a, rest[0]!)],
        };
      }, at);
      const value = (t: tf.Tensor) => t.dataSync()[0];
      assertEquals(value(values.loss), 225);
      assertEquals(value(values.product), 15);
      assertEquals(values.sums.map(value), [8]);
      assertEquals(value(gradients.a), 2 * 15 * 5);
      assertEquals(gradients.rest.map(value), [2 * 15 * 3]);
    });
  });
});

Deno.test("valueAndGradients() leaves its results to the surrounding tidy", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      valueAndGradients(
        ({ a }) => ({ loss: tf.square(a), other: tf.exp(a) }),
        { a: tf.scalar(1) },
      );
    });
  });
});
