import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { alphaHessian } from "../../nas/curvature/hessian.ts";
import { hessianParts } from "../../nas/curvature/hessian_programs.ts";
import type { Primitive } from "../../nas/space/primitives.ts";
import { symmetricSpectrum } from "../../nas/curvature/spectrum.ts";
import { compileProgram } from "../../nas/training/programs.ts";
import { supernetLayout } from "../../nas/network/supernet.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { goldenNet } from "./golden_search.ts";
import { type EncodedTensor, goldenTensor, readGolden } from "./golden.ts";
import {
  referenceMap,
  type ReferenceTensors,
  weightsOf,
  worst,
} from "../support/tensors/reference.ts";

interface GoldenHessian {
  C: number;
  layers: number;
  steps: number;
  hw: number;
  batch: number;
  arch_weight_decay: number;
  primitives: {
    primitives_normal: Primitive[][];
    primitives_reduct: Primitive[][];
  };
  params: ReferenceTensors;
  alphas: [EncodedTensor, EncodedTensor];
  x: EncodedTensor;
  y: number[];
  f64: {
    loss: number;
    grad: number[][][];
    H: number[][];
    ref_ev: number;
    spectral_norm: number;
  };
}

function setUp(name: "hessian_s2" | "hessian_s5") {
  const golden = readGolden<GoldenHessian>(name);
  const config = {
    space: {
      name,
      nodes: golden.steps,
      normal: golden.primitives.primitives_normal,
      reduce: golden.primitives.primitives_reduct,
    },
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: golden.C,
    cells: golden.layers,
    classes: 10,
    size: golden.hw,
  };
  const layout = supernetLayout(config);
  const weights = weightsOf(layout, golden.params);
  return { golden, config, layout, weights };
}

for (const name of ["hessian_s2", "hessian_s5"] as const) {
  Deno.test(`${name} matches the reference to 1e-4 of its largest entry, as do its eigenvalues`, async () => {
    const engine = await testEngine();
    const { golden, config, layout, weights } = setUp(name);
    await withoutLeaks(engine, async () => {
      const alphas = golden.alphas.map((a) =>
        Float32Array.from(goldenTensor(a).data)
      );
      const x = tf.tidy(() =>
        referenceMap(golden.x).dataSync() as Float32Array
      );
      const { loss, gradient, matrix, dimension } = await alphaHessian(engine, {
        config,
        layout,
        weights,
        alphas,
        batch: { x, y: Int32Array.from(golden.y) },
        seed: 0,
      });
      const expected = golden.f64.H.flat();
      // the reference adds the alphas' weight decay to the diagonal
      for (let i = 0; i < dimension; i++) {
        matrix[i * dimension + i]! += golden.arch_weight_decay;
      }
      const largest = Math.max(...expected.map(Math.abs));
      assertLess(Math.abs(loss - golden.f64.loss), 1e-6);
      assertLess(
        worst(gradient, golden.f64.grad.flat(2)),
        1e-6,
      );
      assertLess(worst(matrix, expected), 1e-4 * largest);
      const { top, spectral } = symmetricSpectrum(matrix, dimension);
      assertLess(
        Math.abs(top - golden.f64.ref_ev),
        1e-4 * golden.f64.ref_ev,
      );
      assertLess(
        Math.abs(spectral - golden.f64.spectral_norm),
        1e-4 * golden.f64.spectral_norm,
      );
    });
  });
}

Deno.test("the Hessian of a supernet of choice blocks matches the reference, as do its eigenvalues", async () => {
  const engine = await testEngine();
  const { golden, config, layout, weights } = goldenNet("nb1");
  const { f64 } = readGolden<{ f64: Omit<GoldenHessian["f64"], "grad"> }>(
    "hessian_nb101_space1",
  );
  await withoutLeaks(engine, async () => {
    const [batch] = golden.batches;
    const { matrix, dimension } = await alphaHessian(engine, {
      config,
      layout,
      weights,
      alphas: golden.alphas.map((a) => Float32Array.from(goldenTensor(a).data)),
      batch: {
        x: tf.tidy(() => referenceMap(batch!.val_x).dataSync() as Float32Array),
        y: Int32Array.from(batch!.val_y),
      },
      seed: 0,
    });
    assertEquals(dimension, 24);
    for (let i = 0; i < dimension; i++) matrix[i * dimension + i]! += 1e-3;
    const expected = f64.H.flat();
    const largest = Math.max(...expected.map(Math.abs));
    assertLess(worst(matrix, expected), 1e-4 * largest);
    const { top, spectral } = symmetricSpectrum(matrix, dimension);
    assertLess(Math.abs(top - f64.ref_ev), 1e-4 * f64.ref_ev);
    assertLess(
      Math.abs(spectral - f64.spectral_norm),
      1e-4 * f64.spectral_norm,
    );
  });
});

Deno.test("a compiled Hessian-vector product equals its eager twin", async () => {
  const engine = await testEngine();
  const { golden, config, layout, weights } = setUp("hessian_s2");
  const { product } = hessianParts(config, layout, { batch: golden.batch });
  await withoutLeaks(engine, () => {
    const program = compileProgram(engine, product);
    tf.tidy(() => {
      const alphas = golden.alphas.map((a) => referenceMap(a));
      const inputs = {
        weights: tf.tensor1d(weights),
        alphas,
        x: referenceMap(golden.x),
        y: tf.tensor1d(golden.y, "int32"),
        seed: tf.tensor1d([0, 0], "int32"),
        // copies: an input that is also differentiated would be another function
        vectors: alphas.map((v) => tf.clone(v)),
      };
      const eager = product.fn(inputs);
      program(inputs).forEach((c, i) =>
        assertLess(worst(c.dataSync(), eager[i]!.dataSync()), 1e-6)
      );
    });
    program.dispose();
  });
});
