import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { observed } from "./observed.ts";

Deno.test("observed() gives all values and the gradients of the first", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const [x, y] = [tf.scalar(3), tf.scalar(5)];
      const { values, gradients } = observed((a, b) => {
        const product = tf.mul(a!, b!);
        return [tf.square(product), product, tf.add(a!, b!)];
      }, [x, y]);
      assertEquals(values.map((t) => t.dataSync()[0]), [225, 15, 8]);
      assertEquals(gradients.map((t) => t.dataSync()[0]), [
        2 * 15 * 5,
        2 * 15 * 3,
      ]);
    });
  });
});

Deno.test("observed() leaves what it returns to the surrounding tidy", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      observed((a) => [tf.square(a!), tf.exp(a!)], [tf.scalar(1)]);
    });
  });
});
