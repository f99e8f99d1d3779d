import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { alphaMatrices } from "../space/alpha_matrices.ts";
import { searchSpace } from "../space/edge_space.ts";
import { namedMixtures } from "./mixtures.ts";
import { compile } from "../../engine/compile/compile.ts";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { rowSoftmax } from "./mixtures.ts";
import { softmaxRow } from "../space/simplex.ts";

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

const softmax = (x: tf.Tensor) => rowSoftmax(x as tf.Tensor2D);

Deno.test("rowSoftmax() equals the float64 softmax and is bit-equal eager and compiled", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(engine, (x) => [softmax(x!)], [{ shape: [6, 8] }]);
    tf.tidy(() => {
      for (const scale of [1e-3, 1, 30]) {
        const rows = tf.mul(sample(6, 8), scale) as tf.Tensor2D;
        const found = softmax(rows).dataSync();
        assertLess(worst(found, rows.arraySync().flatMap(softmaxRow)), 3e-7);
        assertEquals(program(rows)[0]!.dataSync(), found);
      }
    });
    program.dispose();
  });
});

Deno.test("rowSoftmax() stays finite far from zero", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const rows = tf.tensor2d([[1000, 1000], [-1000, 0], [500, -500]]);
      assertEquals(rowSoftmax(rows).arraySync(), [[0.5, 0.5], [0, 1], [1, 0]]);
    });
  });
});

Deno.test("rowSoftmax() has right derivatives to the third order", async () => {
  await withoutLeaks(
    await testEngine(),
    () =>
      assertDerivatives((x) => tf.mul(softmax(x!), 3), () => [sample(4, 5)]),
  );
});
