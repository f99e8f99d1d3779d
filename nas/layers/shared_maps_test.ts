import * as tf from "@tensorflow/tfjs-core";
import {
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
} from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { padMap, sharedMaps } from "./shared_maps.ts";

/** 0, 1, 2 ... in a map of one channel. */
const ramp = (side: number) =>
  tf.reshape(tf.range(0, side * side), [1, side, side, 1]);

Deno.test("sharedMaps() computes each derived map once for a value", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const maps = sharedMaps();
      const [x, other] = [ramp(4), ramp(4)];
      const derive = [
        (v: tf.Tensor) => maps.relu(v),
        (v: tf.Tensor) => maps.halved(v, 0),
        (v: tf.Tensor) => maps.halved(v, 1),
        (v: tf.Tensor) => maps.padded(v, 1),
        (v: tf.Tensor) => maps.padded(v, 2),
        (v: tf.Tensor) => maps.pooled(v, "max", 1),
        (v: tf.Tensor) => maps.pooled(v, "avg", 1),
        (v: tf.Tensor) => maps.pooled(v, "max", 2),
        (v: tf.Tensor) => maps.pooled(v, "avg", 2),
      ];
      const first = derive.map((fn) => fn(x));
      assertEquals(new Set(first).size, derive.length);
      derive.forEach((fn, i) => {
        assertStrictEquals(fn(x), first[i]);
        assertNotStrictEquals(fn(other), first[i]);
      });
    });
  });
});

Deno.test("pools have PyTorch's windows: padding 1 on all sides, which does not count", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const maps = sharedMaps();
      const values = (x: tf.Tensor) => [...x.dataSync()];
      assertEquals(values(maps.pooled(ramp(4), "max", 2)), [5, 7, 13, 15]);
      // averages of the windows around pixels 0, 2, 8 and 10, without the border
      assertEquals(values(maps.pooled(ramp(4), "avg", 2)), [2.5, 4, 8.5, 10]);
      assertEquals(values(maps.pooled(ramp(3), "max", 2)), [4, 5, 7, 8]);
    });
  });
});

Deno.test("padMap() adds rows above and below, columns left and right", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const padded = padMap(tf.ones([1, 1, 1, 1]), [1, 0], 7);
      assertEquals([padded.shape, [...padded.dataSync()]], [[1, 3, 1, 1], [
        7,
        1,
        7,
      ]]);
      assertEquals(padMap(tf.ones([1, 1, 1, 1]), [0, 2]).shape, [1, 1, 5, 1]);
    });
  });
});
