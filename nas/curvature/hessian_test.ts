import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { relaxation as sigmoid } from "../relaxations/sigmoid.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { alphaHessian, hessianPrograms } from "./hessian.ts";
import { hessianParts } from "./hessian_programs.ts";
import { initialAlphas, initialWeights } from "../training/initialise.ts";
import { noiseSeed } from "../training/noise_seed.ts";
import { symmetricSpectrum } from "./spectrum.ts";
import { compileProgram } from "../training/programs.ts";

const { config, layout } = tinySearch("darts", {
  config: tinySupernet(
    tinySpace("skip_connect", "sep_conv_3x3", "avg_pool_3x3"),
  ),
});
const weights = initialWeights(layout, 1);
const alphasOf = (matrix: string) =>
  initialAlphas(matrix, { rows: 2, columns: 3, seed: 1 }).map((a) => 500 * a);
const alphas = [alphasOf("normal"), alphasOf("reduce")] as const;
const batch = tinyBatch(4, "hessian");

Deno.test("alphaHessian() is symmetric up to rounding and equals the computation of all columns", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const done: number[] = [];
    const { matrix, dimension, gradient } = await alphaHessian(engine, {
      config,
      layout,
      weights,
      alphas,
      batch,
      seed: 1,
      afterColumn: (k, total) => {
        assertEquals(total, 12);
        done.push(k);
      },
    });
    assertEquals(dimension, 12);
    assertEquals(done, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const largest = Math.max(...matrix.map(Math.abs));
    assert(largest > 1e-3, "a Hessian of zeros would prove nothing");
    assertLess(symmetricSpectrum(matrix, dimension).asymmetry, 1e-5 * largest);

    // the full computation, without the shortcut of the rows' zero sums
    const program = compileProgram(
      engine,
      hessianParts(config, layout, { batch: 4 }).product,
    );
    tf.tidy(() => {
      const inputs = {
        weights: tf.tensor1d(weights),
        alphas: alphas.map((values) => tf.tensor2d(values, [2, 3])),
        x: tf.tensor4d(batch.x, [4, 8, 8, 3]),
        y: tf.tensor1d(batch.y, "int32"),
        seed: noiseSeed({ seed: 1, pass: "hessian", epoch: 0, step: 0 }),
      };
      for (let column = 0; column < 12; column++) {
        const unit = (from: number) =>
          tf.tensor2d(
            Float32Array.from({ length: 6 }, (_, i) =>
              i + from === column ? 1 : 0),
            [2, 3],
          );
        const vectors = [unit(0), unit(6)];
        const product = program({ ...inputs, vectors }).flatMap((t) => [
          ...t.dataSync(),
        ]);
        product.forEach((value, row) =>
          assertLess(
            Math.abs(value - matrix[12 * row + column]!),
            2e-6 * Math.max(1, largest),
          )
        );
      }
    });
    program.dispose();
    // the softmax's invariance shows in the gradient too
    for (let row = 0; row < 4; row++) {
      const sum = gradient.subarray(3 * row, 3 * row + 3).reduce((a, b) =>
        a + b
      );
      assertLess(Math.abs(sum), 1e-6);
    }
  });
});

Deno.test("alphaHessian() computes every column where a constant in a row changes its weights", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const { matrix, dimension, gradient } = await alphaHessian(engine, {
      config,
      layout,
      relaxation: sigmoid,
      weights,
      alphas,
      batch,
      seed: 1,
    });
    const largest = Math.max(...matrix.map(Math.abs));
    assert(largest > 1e-4, "a Hessian of zeros would prove nothing");
    assertLess(symmetricSpectrum(matrix, dimension).asymmetry, 1e-4 * largest);
    const sums = [0, 1, 2, 3].map((row) =>
      gradient.subarray(3 * row, 3 * row + 3).reduce((a, b) => a + b)
    );
    assert(sums.some((sum) => Math.abs(sum) > 1e-4));
  });
});

Deno.test("alphaHessian() of edges with a single candidate is zero", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const single = tinySearch("darts", {
      config: tinySupernet(tinySpace("skip_connect")),
    });
    const { matrix, dimension } = await alphaHessian(engine, {
      config: single.config,
      layout: single.layout,
      weights: initialWeights(single.layout, 1),
      alphas: [Float32Array.of(1, 2), Float32Array.of(3, 4)],
      batch,
      seed: 1,
    });
    assertEquals(dimension, 4);
    assertEquals(Math.max(...matrix.map(Math.abs)), 0);
  });
});

Deno.test("alphaHessian() computes no products for alphas that a single cell does not read", async () => {
  const engine = await testEngine();
  const space = spaceOfCells(
    tinySpace("skip_connect", "sep_conv_3x3", "avg_pool_3x3"),
    1,
  );
  const single = tinySearch("darts", {
    config: { ...tinySupernet(space), cells: 1 },
  });
  await withoutLeaks(engine, async () => {
    const programs = hessianPrograms(engine, single, 4);
    const asked: number[][] = [];
    const { matrix, dimension } = await alphaHessian(engine, {
      config: single.config,
      layout: single.layout,
      weights: initialWeights(single.layout, 1),
      alphas,
      batch,
      seed: 1,
      programs: {
        ...programs,
        product: (inputs) => {
          asked.push(inputs.vectors.flatMap((v) => [...v.dataSync()]));
          return programs.product(inputs);
        },
      },
    });
    programs.disposeAll();
    // two rows of three candidates of the reduction, whose last columns follow
    assertEquals(asked.map((unit) => unit.indexOf(1)), [6, 7, 9, 10]);
    assertEquals(dimension, 12);
    const touched = [...matrix].flatMap((value, at) =>
      value === 0 ? [] : [Math.min(Math.floor(at / 12), at % 12)]
    );
    assertEquals(Math.min(...touched), 6);
  });
});

Deno.test("alphaHessian() names a loss that is not finite and frees everything", async () => {
  const engine = await testEngine();
  const spoiled = tinyBatch(4, "nan");
  spoiled.x.fill(NaN);
  const error = await alphaHessian(engine, {
    config,
    layout,
    weights,
    alphas,
    batch: spoiled,
    seed: 1,
  })
    .catch((error) => error);
  assertEquals(
    error.message,
    "Expected a finite number but found NaN in the Hessian's loss",
  );
  const named = await alphaHessian(engine, {
    config,
    layout,
    weights,
    alphas,
    batch: { ...spoiled, ids: Int32Array.of(8, 6, 7, 5) },
    seed: 1,
  })
    .catch((error) => error);
  assertMatch(named.message, /; images of the validation batch: 8, 6, 7, 5$/);
});
