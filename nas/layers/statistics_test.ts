import { BUILT_IN_STEMS } from "../stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../operations/built_in_operations.ts";
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { compile } from "../../engine/compile/compile.ts";
import { choiceSpace } from "../space/choice_space.ts";
import {
  momentumOf,
  STATISTICS_MOMENTUM,
  updateStatistics,
} from "./statistics.ts";
import { supernetLayout } from "../network/supernet.ts";

Deno.test("updateStatistics() moves by a tenth of the way towards the batch", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const old = { mean: tf.tensor1d([0, 10]), variance: tf.tensor1d([1, 1]) };
      const batch = {
        mean: tf.tensor1d([5, 0]),
        variance: tf.tensor1d([3, 0]),
      };
      const { mean, variance } = updateStatistics(old, batch);
      assertLess(worst(mean.dataSync(), [0.5, 9]), 1e-6);
      assertLess(worst(variance.dataSync(), [1.2, 0.9]), 1e-6);
      const all = updateStatistics(old, batch, 1);
      assertEquals([...all.mean.dataSync()], [5, 0]);
    });
  });
});

Deno.test("momentumOf() joins neighbours, and updateStatistics() takes as many statistics as a published network has", async () => {
  const config = {
    space: choiceSpace("nasbench1shot1-1"),
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 16,
    cells: 9,
    classes: 10,
    size: 32,
  };
  const layout = supernetLayout(config);
  const runs = momentumOf(layout);
  assertEquals(runs, [
    { size: layout.statisticsCount - 64, momentum: 0.997 },
    { size: 64, momentum: STATISTICS_MOMENTUM },
  ]);
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const shape = [layout.statisticsCount];
    const program = compile(
      engine,
      (old, batch) => {
        const { mean, variance } = updateStatistics(
          { mean: old!, variance: old! },
          { mean: batch!, variance: batch! },
          runs,
        );
        return [mean, variance];
      },
      [{ shape }, { shape }],
    );
    tf.tidy(() => {
      const [mean] = program(tf.zeros(shape), tf.ones(shape));
      const values = mean!.dataSync();
      assertEquals([values[0], values.at(-1)].map((v) => v!.toFixed(6)), [
        "0.997000",
        "0.100000",
      ]);
    });
    program.dispose();
  });
});
