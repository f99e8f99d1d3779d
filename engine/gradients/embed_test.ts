import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { compile } from "../compile/compile.ts";
import { embed } from "./embed.ts";

const TABLE = [[1, 2], [3, 4], [5, 6]];
const AT = [2, 0, 2];

/** Embedded rows, the gradient of the sum of their cubes in the table, and the gradient of the sum of squares of that. */
function derivatives(table: tf.Tensor2D, at: tf.Tensor1D): tf.Tensor[] {
  const cubes = tf.grad((table) =>
    tf.sum(tf.pow(embed(table as tf.Tensor2D, at), 3))
  );
  const second = tf.grad((table) => tf.sum(tf.square(cubes(table))));
  return [embed(table, at), cubes(table), second(table)];
}

/** Results of `derivatives` by arithmetic: with f = sum of n(row) x^3 they are 3 n x^2 and 2 (3 n x^2) (6 n x). */
const EXPECTED = [
  [5, 6, 1, 2, 5, 6],
  TABLE.flatMap((row, i) => row.map((x) => 3 * timesOf(i) * x ** 2)),
  TABLE.flatMap((row, i) => row.map((x) => 36 * timesOf(i) ** 2 * x ** 3)),
];

function timesOf(row: number): number {
  return AT.filter((at) => at === row).length;
}

Deno.test("embed() takes rows and sums their gradients, to the second order, eager and compiled", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(
      engine,
      (table, at) => derivatives(table as tf.Tensor2D, at as tf.Tensor1D),
      [{ shape: [3, 2] }, { shape: [3], dtype: "int32" }],
    );
    tf.tidy(() => {
      const table = tf.tensor2d(TABLE);
      const at = tf.tensor1d(AT, "int32");
      for (const found of [derivatives(table, at), program(table, at)]) {
        assertEquals(found.map((t) => [...t.dataSync()]), EXPECTED);
      }
    });
    program.dispose();
  });
});

Deno.test("embed() refuses a row that the table lacks", async () => {
  await testEngine();
  tf.tidy(() => {
    assertThrows(() =>
      embed(tf.tensor2d(TABLE), tf.tensor1d([3], "int32")).dataSync()
    );
  });
});
