// Directions of gradients in bfloat16 against those in float32, on the golden networks.
import * as tf from "@tensorflow/tfjs-core";
import { assertGreater, assertLess } from "@std/assert";
import type { Engine } from "../../engine/engine.ts";
import type { Precision } from "../../engine/compile/precision.ts";
import { bfloat16 } from "../../engine/compile/bfloat16.ts";
import { retrainParts } from "../../nas/retrain/retrain_programs.ts";
import { searchParts } from "../../nas/search/search_programs.ts";
import {
  compileProgram,
  type ProgramPart,
} from "../../nas/training/programs.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { freshStatistics } from "../support/tensors/fresh_statistics.ts";
import { firstAlphaStep } from "./golden_inputs.ts";
import { goldenNet, OPTIMISERS } from "./golden_search.ts";
import { RAW } from "./golden_shares.ts";
import { goldenRetrain } from "./golden_retrain.ts";

/**
 * Smallest cosine between a gradient in bfloat16 and that in float32, decided before any was computed.
 *
 * A number of eight significant bits is off by 2^-8 / sqrt(3) / 1.4 = 0.16 % of itself (root mean square). A product of
 * two such numbers, stored as a third, is off by sqrt(3) of that, 0.28 %, and so is a sum of many; after the 28
 * convolutions on the longest way through three cells, by sqrt(28) of that, 1.5 %. About 0.8 * 0.4 * 1.5 % = 0.5 % of
 * the inputs of a ReLU change sign by it, in the mean half of that over the depth; a gradient that passes 14 of them
 * loses or gains 14 * 0.25 % = 3.5 % of its energy, which is 19 % of its length. That is a cosine of 0.98. The limit
 * leaves room for 1.7 times that error, as maximum pools change their winners, too, and a batch of four averages little.
 */
const COSINE = 0.95;

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Gradients in both precisions point the same way without being the same. */
function assertSameWay([full, half]: readonly tf.Tensor[]): void {
  const found = cosine(full!.dataSync(), half!.dataSync());
  assertGreater(found, COSINE);
  assertLess(found, 1 - 1e-9);
}

/** Results of a part in float32 and in bfloat16. */
function inBoth<I, O extends object>(
  engine: Engine,
  part: (precision: Precision | undefined) => ProgramPart<I, O>,
  inputs: I,
): O[] {
  return [undefined, bfloat16].map((precision) => {
    const program = compileProgram(engine, part(precision));
    const results = program(inputs);
    program.dispose();
    return results;
  });
}

Deno.test("a retraining step in bfloat16 goes in the direction of float32", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { config, layout, weights, x, y, auxiliaryWeight } =
        goldenRetrain();
      const found = inBoth(engine, (precision) =>
        retrainParts(config, layout, {
          batch: y.size,
          sgd: RAW,
          auxiliaryWeight,
          precision,
        }).weight, {
        weights,
        buffer: tf.zerosLike(weights),
        statistics: freshStatistics(layout),
        x,
        y,
        pathScale: tf.ones([y.size, layout.paths.length]),
        seed: tf.tensor1d([0, 0], "int32"),
        rate: tf.scalar(0.1),
      });
      assertSameWay(found.map(({ buffer }) => buffer));
    });
  });
});

Deno.test("an alpha step in bfloat16 goes in the direction of float32", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const net = goldenNet("s1");
      const found = inBoth(
        engine,
        (precision) =>
          searchParts(net.config, net.layout, {
            batch: net.golden.batch,
            optimisers: OPTIMISERS,
            precision,
          }).alpha,
        firstAlphaStep(net),
      );
      assertSameWay(
        found.map(({ gradients }) =>
          tf.concat(gradients.map((g) => tf.reshape(g, [-1])))
        ),
      );
    });
  });
});
