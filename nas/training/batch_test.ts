import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { batchTensors, finiteScalars } from "./batch.ts";

Deno.test("batchTensors() gives images and int32 labels", async () => {
  await withoutLeaks(await testEngine(), () => {
    const pixels = Float32Array.from({ length: 24 }, (_, i) => i);
    const { x, y, count } = batchTensors(
      { x: pixels, y: Int32Array.of(7, 9) },
      2,
    );
    assertEquals([x.shape, y.shape, y.dtype, count], [
      [2, 2, 2, 3],
      [2],
      "int32",
      2,
    ]);
    assertEquals([x.dataSync(), y.dataSync()], [pixels, Int32Array.of(7, 9)]);
    tf.dispose([x, y]);
  });
});

Deno.test("batchTensors() refuses pixels that are not count images of the size", async () => {
  await withoutLeaks(await testEngine(), () => {
    assertThrows(
      () => batchTensors({ x: new Float32Array(24), y: new Int32Array(2) }, 4),
      Error,
    );
  });
});

Deno.test("finiteScalars() reads numbers and refuses NaN and infinity with the place", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const scalars = { loss: tf.scalar(1), correct: tf.scalar(-2) };
      assertEquals(finiteScalars(scalars, "here"), { loss: 1, correct: -2 });
      for (const bad of [NaN, Infinity, -Infinity]) {
        const error = assertThrows(
          () =>
            finiteScalars({ ...scalars, correct: tf.scalar(bad) }, "epoch 3"),
          Error,
        );
        assertEquals(
          error.message,
          `Expected a finite number but found ${bad} in epoch 3`,
        );
      }
    });
  });
});
