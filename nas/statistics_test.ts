import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { testEngine, withoutLeaks } from "../test/engine.ts";
import { worst } from "../test/reference.ts";
import { statisticsOf, updateStatistics } from "./statistics.ts";

Deno.test("updateStatistics() moves by a tenth of the way towards the batch", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const old = statisticsOf(tf.tensor1d([0, 10]), tf.tensor1d([1, 1]));
      const batch = statisticsOf(tf.tensor1d([5, 0]), tf.tensor1d([3, 0]));
      const [mean, variance] = updateStatistics(old, batch);
      assertLess(worst(mean.dataSync(), [0.5, 9]), 1e-6);
      assertLess(worst(variance.dataSync(), [1.2, 0.9]), 1e-6);
      const [all] = updateStatistics(old, batch, 1);
      assertEquals([...all.dataSync()], [5, 0]);
    });
  });
});
