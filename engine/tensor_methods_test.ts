import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { testEngine, withoutLeaks } from "../test/support/tensors/engine.ts";

Deno.test("kernels and gradients that call methods of tensors work without the rest of tfjs", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const whole = tf.tensor1d([0, 0, 0], "int32");
      const flags = tf.tensor1d([false, true, false], "bool");
      assertEquals([...tf.exp(whole).dataSync()], [1, 1, 1]);
      assertEquals(tf.argMax(flags).dataSync()[0], 1);
      assertEquals(tf.argMin(flags).dataSync()[0], 0);
      const x = tf.tensor1d([-2, 3]);
      assertEquals([...tf.prelu(x, tf.tensor1d([.5, .5])).dataSync()], [-1, 3]);
      const ofProduct = tf.grad((y) => tf.prod(y));
      assertEquals([...ofProduct(tf.tensor1d([2, 3, 4])).dataSync()], [
        12,
        8,
        6,
      ]);
    });
  });
});
