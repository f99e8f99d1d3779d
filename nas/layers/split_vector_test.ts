import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { splitVector } from "./split_vector.ts";

Deno.test("splitVector() cuts a vector into any number of pieces, differentiably", async () => {
  await withoutLeaks(await testEngine(), () => {
    for (const sizes of [[2, 1, 3], [6]]) {
      tf.tidy(() => {
        const specs = sizes.map((size) => ({ size }));
        const flat = tf.range(1, 7);
        assertEquals(
          splitVector(flat, specs).map((t) => t.shape),
          sizes.map((n) => [n]),
        );
        const gradient = tf.grad((x) =>
          tf.sum(tf.square(splitVector(x, specs)[0]!))
        )(flat);
        assertEquals(
          [...gradient.dataSync()],
          [1, 2, 3, 4, 5, 6].map((x) => x <= sizes[0]! ? 2 * x : 0),
        );
      });
    }
  });
});
