import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { compile } from "../../engine/compile/compile.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { clipRows } from "../../test/support/tensors/clip_rows.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { clipRowsTensor } from "./clip_rows.ts";

Deno.test("clipRowsTensor() gives the reference's numbers", async () => {
  const { cases } = readGolden<
    { cases: { in: number[][]; out: number[][] }[] }
  >("clip");
  await withoutLeaks(await testEngine(), () => {
    for (const { in: rows, out } of cases) {
      tf.tidy(() => {
        assertLess(
          worst(clipRowsTensor(tf.tensor2d(rows)).dataSync(), out.flat()),
          1e-7,
        );
      });
    }
  });
});

Deno.test("clipRowsTensor() equals clipRows() on any row, eager and compiled", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(engine, (x) => [clipRowsTensor(x as tf.Tensor2D)], [
      { shape: [400, 5] },
    ]);
    tf.tidy(() => {
      // a quarter of the rows lies below zero as a whole
      const rows = tf.sub(
        sample(400, 5),
        tf.cast(tf.less(sample(400, 1), -0.5), "float32"),
      ) as tf.Tensor2D;
      const expected = clipRows(rows.arraySync()).flat();
      assertLess(worst(clipRowsTensor(rows).dataSync(), expected), 2e-7);
      assertEquals(
        program(rows)[0]!.dataSync(),
        clipRowsTensor(rows).dataSync(),
      );
    });
    program.dispose();
  });
});

Deno.test("clipRowsTensor() puts 1 at the first of equal maxima of a row that clamps to zero", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const rows = tf.tensor2d([[-2, -1, -1], [0, 0, 0], [-3, -2, -1]]);
      assertEquals(clipRowsTensor(rows).arraySync(), [[0, 1, 0], [1, 0, 0], [
        0,
        0,
        1,
      ]]);
    });
  });
});
