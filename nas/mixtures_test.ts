import * as tf from "@tensorflow/tfjs-core";
import { assertStrictEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../test/engine.ts";
import { namedMixtures } from "./mixtures.ts";

Deno.test("namedMixtures() names the first matrix normal and the second reduce", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const [a, b] = [tf.zeros([1, 2]), tf.ones([1, 2])];
      const { normal, reduce } = namedMixtures([a, b]);
      assertStrictEquals(normal, a);
      assertStrictEquals(reduce, b);
    });
  });
});
