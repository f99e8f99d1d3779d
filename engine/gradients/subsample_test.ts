import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { registerSubsample, subsample } from "./subsample.ts";

Deno.test("subsample() takes every second pixel from its offset on, at even and odd sizes", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const even = tf.reshape(tf.range(0, 16), [1, 4, 4, 1]) as tf.Tensor4D;
      assertEquals([...subsample(even, 0).dataSync()], [0, 2, 8, 10]);
      assertEquals([...subsample(even, 1).dataSync()], [5, 7, 13, 15]);
      const odd = tf.reshape(tf.range(0, 9), [1, 3, 3, 1]) as tf.Tensor4D;
      assertEquals([...subsample(odd, 0).dataSync()], [0, 2, 6, 8]);
      assertEquals([...subsample(odd, 1).dataSync()], [4]);
    });
  });
});

for (const offset of [0, 1] as const) {
  for (const side of [4, 5]) {
    Deno.test(`subsample() from ${offset} of side ${side} has right derivatives to the third order`, async () => {
      await withoutLeaks(await testEngine(), () =>
        assertDerivatives(
          (x) => subsample(x as tf.Tensor4D, offset),
          () => [sample(2, side, side, 3)],
        ));
    });
  }
}

Deno.test("registering subsample() again changes nothing", async () => {
  await testEngine();
  registerSubsample();
  assertEquals(
    tf.getKernel("Subsample", "tensorflow")?.kernelName,
    "Subsample",
  );
});
