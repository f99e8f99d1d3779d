import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import {
  tinyBatch,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { searchForward } from "./search_forward.ts";

const { config, layout } = tinySearch("darts");

Deno.test("searchForward() has the shapes of one batch size", () => {
  const { specs } = searchForward(config, layout, 6);
  assertEquals(specs.matrices, [{ shape: [2, 3] }, { shape: [2, 3] }]);
  assertEquals(specs.data.x, { shape: [6, 8, 8, 3] });
  assertEquals(specs.weights, { shape: [layout.parameterCount] });
});

Deno.test("in training mode an image's logits depend on its batch, in evaluation mode they do not", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = (mode: "train" | "eval", images: number) => {
        const { x } = batchTensors(tinyBatch(4, "forward"), config.size);
        const { forward } = searchForward(config, layout, images);
        const mixtures = [tf.fill([2, 3], 1 / 3), tf.fill([2, 3], 1 / 3)];
        return [
          ...forward(mode, {
            weights: tf.tensor1d(initialWeights(layout, 1)),
            statistics: freshStatistics(layout),
            mixtures,
            x: tf.slice(x, [0, 0, 0, 0], [images, 8, 8, 3]),
            seed: tf.tensor1d([0, 0], "int32"),
          }).logits.dataSync(),
        ].slice(0, 3).map((v) => v.toFixed(5));
      };
      assertEquals(logits("eval", 4), logits("eval", 2));
      assertNotEquals(logits("train", 4), logits("train", 2));
    });
  });
});
