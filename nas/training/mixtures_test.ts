import * as tf from "@tensorflow/tfjs-core";
import { assertStrictEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { searchSpace } from "../space/edge_space.ts";
import { namedMixtures } from "./mixtures.ts";

Deno.test("namedMixtures() names the first matrix normal and the second reduce", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const [a, b] = [tf.zeros([1, 2]), tf.ones([1, 2])];
      const { normal, reduce } = namedMixtures(
        alphaMatrices(searchSpace("s1")),
        [a, b],
      );
      assertStrictEquals(normal, a);
      assertStrictEquals(reduce, b);
    });
  });
});
