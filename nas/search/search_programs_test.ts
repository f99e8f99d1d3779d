import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { adamCorrections } from "../../engine/optimisers.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { assertTwins } from "../../test/support/tensors/twins.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { searchSteps } from "./search_programs.ts";

const { config, layout, optimisers } = tinySearch("darts", {
  config: tinySupernet(
    tinySpace("noise", "skip_connect", "sep_conv_3x3", "max_pool_3x3"),
  ),
});
const steps = searchSteps(config, layout, { batch: 5, optimisers });

/** Arguments of the steps in a surrounding tidy. */
function values() {
  const { x, y } = batchTensors(tinyBatch(5, "steps"), config.size);
  return {
    weights: tf.tensor1d(initialWeights(layout, 1)),
    buffer: sample(layout.parameterCount),
    mean: tf.zeros([layout.statisticsCount]),
    variance: tf.ones([layout.statisticsCount]),
    alphas: [sample(2, 4), tf.mul(sample(2, 4), 2)],
    uniform: [tf.fill([2, 4], 0.25), tf.fill([2, 4], 0.25)],
    data: [x, y, tf.tensor1d([4, 2], "int32")],
  };
}

Deno.test("the compiled weight step equals its eager twin; without rate it leaves the weights", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, buffer, mean, variance, uniform, data } = values();
      const state = [weights, buffer, mean, variance, ...uniform, ...data];
      const results = assertTwins(engine, steps.weight, {
        args: [...state, tf.scalar(0.1)],
        tolerance: 5e-6,
      });
      const [loss, correct, next, , nextMean, nextVariance, norm, logits] =
        results;
      assertEquals(results.length, 8);
      assertEquals([loss!.shape, norm!.shape, logits!.shape], [[], [], [5, 3]]);
      assert(
        Number.isInteger(correct!.dataSync()[0]) &&
          correct!.dataSync()[0]! <= 5,
      );
      assert(worst(next!.dataSync(), weights.dataSync()) > 1e-3);
      const still = steps.weight.fn(...state, tf.scalar(0));
      assertEquals(still[2]!.dataSync(), weights.dataSync());
      // a tenth of the batch's statistics
      assert(nextVariance!.dataSync().every((v) => v >= 0.9 - 1e-6));
      assert(worst(nextMean!.dataSync(), mean.dataSync()) > 0);
    });
  });
});

Deno.test("the compiled alpha step equals its eager twin; its gradient does not see a row's constant", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, mean, variance, alphas, data } = values();
      const zeros = alphas.map((a) => tf.zerosLike(a));
      const corrections = tf.tensor1d(
        adamCorrections(1, optimisers.adam.betas),
      );
      const results = assertTwins(engine, steps.alpha, {
        args: [
          weights,
          mean,
          variance,
          ...alphas,
          ...zeros,
          ...zeros,
          corrections,
          ...data,
        ],
        tolerance: 2e-6,
      });
      assertEquals(results.length, 12);
      for (const gradient of results.slice(10)) {
        assertLess(worst(tf.sum(gradient, 1).dataSync(), [0, 0]), 1e-6);
      }
      // the first step of Adam is about the rate, except where the gradient nearly vanishes
      results.slice(2, 4).forEach((next, i) => {
        assertLess(
          worst(next.dataSync(), alphas[i]!.dataSync()),
          1.0001 * optimisers.adam.rate,
        );
      });
    });
  });
});

Deno.test("the compiled softmax, evaluation and attack equal their eager twins", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, mean, variance, alphas, uniform, data } = values();
      const mixtures = assertTwins(engine, steps.softmax, {
        args: alphas,
        tolerance: 1e-12,
      });
      const net = [weights, mean, variance];
      const [loss] = assertTwins(engine, steps.evaluate, {
        args: [...net, ...mixtures, ...data],
      });
      const [before, ...moved] = assertTwins(engine, steps.attack, {
        args: [
          ...net,
          ...mixtures,
          ...mixtures,
          ...data,
          tf.scalar(0.1),
          tf.scalar(0.02),
        ],
      });
      assertEquals(moved.map((m) => m.shape), [[2, 4], [2, 4]]);
      assertLess(Math.abs(before!.dataSync()[0]! - loss!.dataSync()[0]!), 1e-6);
      assertTwins(engine, steps.perturb, {
        args: [...uniform, ...alphas],
        tolerance: 1e-12,
      });
    });
  });
});
