import * as tf from "@tensorflow/tfjs-core";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import {
  tinyBatch,
  tinyRetrain,
} from "../../test/support/tensors/tiny_search.ts";
import { assertTwins } from "../../test/support/tensors/twins.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { crossEntropy } from "../training/loss.ts";
import { tensorsOf } from "../training/tensor_tree.ts";
import { networkLayout } from "../network/network.ts";
import { retrainParts } from "./retrain_programs.ts";

const { sgd, config: plain } = tinyRetrain();
const config = { ...plain, size: 32, auxiliary: true };
const layout = networkLayout(config);
const parts = retrainParts(config, layout, {
  batch: 3,
  sgd,
  auxiliaryWeight: 0.4,
});

function values() {
  const { x, y } = batchTensors(tinyBatch(3, "retrain", 32), 32);
  return {
    weights: tf.tensor1d(initialWeights(layout, 1)),
    statistics: freshStatistics(layout),
    x,
    y,
    scale: tf.ones([3, layout.paths.length]),
    seed: tf.tensor1d([0, 0], "int32"),
  };
}

Deno.test("the compiled retrain step equals its eager twin; its loss adds the head's", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, statistics, x, y, scale, seed } = values();
      const results = assertTwins(engine, parts.weight, {
        inputs: {
          weights,
          buffer: tf.zerosLike(weights),
          statistics,
          x,
          y,
          pathScale: scale,
          seed,
          rate: tf.scalar(0.1),
        },
        tolerance: 5e-6,
      });
      assertEquals(tensorsOf(results).length, 9);
      const of = (logits: tf.Tensor) => crossEntropy(logits, y).dataSync()[0]!;
      assertAlmostEquals(
        results.loss.dataSync()[0]!,
        of(results.logits) + 0.4 * of(results.auxiliary),
        1e-6,
      );
    });
  });
});

Deno.test("Nesterov's momentum moves the weights by the gradient and the next buffer, compiled and eager", async () => {
  const engine = await testEngine();
  const nesterov = retrainParts(config, layout, {
    batch: 3,
    sgd: { ...sgd, nesterov: true },
    auxiliaryWeight: 0.4,
  });
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, statistics, x, y, scale, seed } = values();
      const buffer = tf.linspace(-0.01, 0.01, layout.parameterCount);
      const rate = tf.scalar(0.1);
      const inputs = {
        ...{ weights, buffer, statistics, x, y, seed, rate },
        pathScale: scale,
      };
      const plain = parts.weight.fn(inputs);
      const results = assertTwins(engine, nesterov.weight, {
        inputs,
        tolerance: 5e-6,
      });
      // Both have one buffer, which is momentum * buffer + gradient.
      const gradient = tf.sub(plain.buffer, tf.mul(buffer, sgd.momentum));
      const direction = tf.add(gradient, tf.mul(plain.buffer, sgd.momentum));
      const gap = (one: tf.Tensor, other: tf.Tensor) =>
        tf.max(tf.abs(tf.sub(one, other))).dataSync()[0]!;
      assertAlmostEquals(gap(results.buffer, plain.buffer), 0, 5e-6);
      assertAlmostEquals(
        gap(results.weights, tf.sub(weights, tf.mul(direction, rate))),
        0,
        5e-6,
      );
      assert(gap(results.weights, plain.weights) > 1e-3);
    });
  });
});

Deno.test("the compiled evaluation equals its eager twin and reads no weight of the head", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, statistics, x, seed } = values();
      const { logits } = assertTwins(engine, parts.evaluate, {
        inputs: { weights, statistics, x, seed },
      });
      const changed = (prefix: string) => {
        const other = initialWeights(layout, 1);
        for (const { name, offset, size } of layout.parameters) {
          if (name.startsWith(prefix)) other.fill(9, offset, offset + size);
        }
        const inputs = { weights: tf.tensor1d(other), statistics, x, seed };
        return parts.evaluate.fn(inputs).logits.dataSync();
      };
      assertEquals(changed("auxiliary_head."), logits.dataSync());
      assertNotEquals(changed("classifier."), logits.dataSync());
    });
  });
});
