import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { registerKernel, runKernel } from "./kernel.ts";
import { replaceKernel } from "./replace_kernel.ts";

Deno.test("replaceKernel() takes the calls it wants, leaves the others, and replaces once", async () => {
  await withoutLeaks(await testEngine(), () => {
    registerKernel("Twice", ({ x }, { by = 2 }) => tf.mul(x!, by as number));
    for (const factor of [10, 1000]) {
      replaceKernel("Twice", ({ inputs: { x }, stock }) => {
        if (x!.rank === 1) return tf.mul(x!, factor);
        return x!.rank === 2 ? stock({ x: x! }, { by: 3 }) : undefined;
      });
    }
    tf.tidy(() => {
      const twice = (x: tf.Tensor) => [...runKernel("Twice", { x }).dataSync()];
      assertEquals(twice(tf.tensor1d([1, 2])), [10, 20]);
      assertEquals(twice(tf.tensor2d([[1, 2]])), [3, 6]);
      assertEquals(twice(tf.scalar(4)), [8]);
    });
    replaceKernel("NoSuchKernel", () => undefined);
  });
});
