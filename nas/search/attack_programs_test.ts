import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { attackPart, perturbPart } from "./attack_programs.ts";
import type { SearchForward, SearchSpecs } from "./search_forward.ts";
import { compile } from "../../engine/compile/compile.ts";
import { readGolden } from "../../test/numerics/golden.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { clipRowsTensor } from "./attack_programs.ts";
import { clipRows } from "../../test/support/tensors/clip_rows.ts";

const MATRICES = [{ shape: [1, 3] }, { shape: [1, 2] }];
const DATA = {
  x: { shape: [1, 1] },
  y: { shape: [1], dtype: "int32" },
  seed: { shape: [2], dtype: "int32" },
} as const;
const SPECS: SearchSpecs = {
  scalar: { shape: [] },
  weights: { shape: [1] },
  statistics: { mean: { shape: [1] }, variance: { shape: [1] } },
  matrices: MATRICES,
  data: DATA,
  training: DATA,
};

/** Logits that fall with the first candidate of each matrix and rise with the last. */
const forward: SearchForward = (mode, { mixtures }) => {
  assertEquals(mode, "eval");
  const [normal, reduce] = mixtures as [tf.Tensor2D, tf.Tensor2D];
  const last = (m: tf.Tensor2D, k: number) => tf.slice(m, [0, k], [1, 1]);
  const good = tf.add(last(normal, 2), last(reduce, 1));
  const bad = tf.add(last(normal, 0), last(reduce, 0));
  return { logits: tf.concat([good, bad], 1), layers: {} as never };
};

function attack(
  centre: number[][],
  from: number[][],
  epsilon: number,
  size: number,
): number[][] {
  return tf.tidy(() => {
    const matrices = (rows: number[][]) =>
      rows.map((row) => tf.tensor2d([row]));
    const { mixtures } = attackPart(SPECS, forward).fn({
      weights: tf.zeros([1]),
      statistics: { mean: tf.zeros([1]), variance: tf.ones([1]) },
      centre: matrices(centre),
      mixtures: matrices(from),
      x: tf.zeros([1, 1]),
      y: tf.tensor1d([0], "int32"),
      seed: tf.tensor1d([0, 0], "int32"),
      epsilon: tf.scalar(epsilon),
      size: tf.scalar(size),
    });
    return mixtures.map((m) => [...m.dataSync()]);
  });
}

const close = (found: number[][], expected: number[][]) =>
  assertLess(worst(found.flat(), expected.flat()), 1e-6);

Deno.test("an attack step adds its size along the gradient's sign and normalises", async () => {
  await withoutLeaks(await testEngine(), () => {
    const centre = [[0.3, 0.4, 0.3], [0.5, 0.5]];
    // the candidate without influence stays
    close(attack(centre, centre, 0.5, 0.1), [[0.4, 0.4, 0.2], [0.6, 0.4]]);
  });
});

Deno.test("an attack step stays in the box around the centre and above zero", async () => {
  await withoutLeaks(await testEngine(), () => {
    const centre = [[0.3, 0.4, 0.3], [0.5, 0.5]];
    close(attack(centre, centre, 0.1, 0.7), [[0.4, 0.4, 0.2], [0.6, 0.4]]);
    // from a point outside of the box back to its border: 0.4, 0.3, 0.2, then divided by their sum
    close(attack(centre, [[0.9, 0.1, 0], [1, 0]], 0.1, 0.05), [[
      4 / 9,
      3 / 9,
      2 / 9,
    ], [0.6, 0.4]]);
    // clamped at 0 and 1: 1.3 -> 1, 0.4, -0.7 -> 0
    close(attack(centre, centre, 1, 1), [[1 / 1.4, 0.4 / 1.4, 0], [1, 0]]);
  });
});

Deno.test("perturbPart() adds noise and clips each matrix", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const results = perturbPart(SPECS).fn({
        mixtures: [tf.tensor2d([[0.2, 0.3, 0.5]]), tf.tensor2d([[0.5, 0.5]])],
        noise: [tf.tensor2d([[-0.3, 0.2, 0]]), tf.tensor2d([[0, 0.5]])],
      });
      close(results.map((t) => [...t.dataSync()]), [[0, 0.5, 0.5], [
        1 / 3,
        2 / 3,
      ]]);
    });
  });
});

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
