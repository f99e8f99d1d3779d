import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { adamCorrections } from "../../engine/optimisers.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { freshStatistics } from "../../test/support/tensors/fresh_statistics.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import { eagerNetwork } from "../../test/support/tensors/perturbations.ts";
import { assertTwins } from "../../test/support/tensors/twins.ts";
import { attackPart } from "../perturbations/attack_step.ts";
import { batchTensors } from "../training/batch.ts";
import { tensorsOf } from "../training/tensor_tree.ts";
import { initialWeights } from "../training/initialise.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import type { Alphas } from "../space/alphas.ts";
import { spaceOfCells } from "../space/cell_kinds.ts";
import { crossEntropy } from "../training/loss.ts";
import { runSearch } from "./search.ts";
import { initialSearchState } from "./search_state.ts";
import { searchParts } from "./search_programs.ts";

const { config, layout, optimisers } = tinySearch("darts", {
  config: tinySupernet(
    tinySpace("noise", "skip_connect", "sep_conv_3x3", "max_pool_3x3"),
  ),
});
const parts = searchParts(config, layout, { batch: 5, optimisers });

/** Inputs of the programs in a surrounding tidy. */
function values() {
  const { x, y } = batchTensors(tinyBatch(5, "steps"), config.size);
  return {
    weights: tf.tensor1d(initialWeights(layout, 1)),
    buffer: sample(layout.parameterCount),
    statistics: freshStatistics(layout),
    alphas: [sample(2, 4), tf.mul(sample(2, 4), 2)],
    uniform: [tf.fill([2, 4], 0.25), tf.fill([2, 4], 0.25)],
    data: { x, y, seed: tf.tensor1d([4, 2], "int32") },
  };
}

Deno.test("the compiled weight step equals its eager twin; without rate it leaves the weights", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, buffer, statistics, uniform, data } = values();
      const state = {
        weights,
        buffer,
        statistics,
        mixtures: uniform,
        batch: data,
      };
      const results = assertTwins(engine, parts.weight, {
        inputs: { ...state, rate: tf.scalar(0.1) },
        tolerance: 5e-6,
      });
      const { loss, correct, norm, logits } = results;
      assertEquals(tensorsOf(results).length, 8);
      assertEquals([loss.shape, norm.shape, logits.shape], [[], [], [5, 3]]);
      assert(
        Number.isInteger(correct.dataSync()[0]) &&
          correct.dataSync()[0]! <= 5,
      );
      assert(worst(results.weights.dataSync(), weights.dataSync()) > 1e-3);
      const still = parts.weight.fn({ ...state, rate: tf.scalar(0) });
      assertEquals(still.weights.dataSync(), weights.dataSync());
      // a tenth of the batch's statistics
      const { mean, variance } = results.statistics;
      assert(variance.dataSync().every((v) => v >= 0.9 - 1e-6));
      assert(worst(mean.dataSync(), statistics.mean.dataSync()) > 0);
    });
  });
});

Deno.test("the compiled alpha step equals its eager twin; its gradient does not see a row's constant", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const { weights, statistics, alphas, data } = values();
      const zeros = alphas.map((a) => tf.zerosLike(a));
      const corrections = tf.tensor1d(
        adamCorrections(1, optimisers.adam.betas),
      );
      const results = assertTwins(engine, parts.alpha, {
        inputs: {
          weights,
          statistics,
          arch: { alphas, first: zeros, second: zeros },
          corrections,
          batch: data,
        },
        tolerance: 2e-6,
      });
      assertEquals(tensorsOf(results).length, 12);
      for (const gradient of results.gradients) {
        assertLess(worst(tf.sum(gradient, 1).dataSync(), [0, 0]), 1e-6);
      }
      // the first step of Adam is about the rate, except where the gradient nearly vanishes
      results.arch.alphas.forEach((next, i) => {
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
      const { weights, statistics, alphas, data } = values();
      const mixtures = assertTwins(engine, parts.relax, {
        inputs: { alphas },
        tolerance: 1e-12,
      });
      const net = { weights, statistics };
      const { loss } = assertTwins(engine, parts.evaluate, {
        inputs: { ...net, mixtures, ...data },
      });
      const network = eagerNetwork(config, layout, 5);
      const attacked = assertTwins(engine, attackPart(network), {
        inputs: {
          ...net,
          centre: mixtures,
          mixtures,
          ...data,
          epsilon: tf.scalar(0.1),
          size: tf.scalar(0.02),
        },
      });
      assertEquals(attacked.mixtures.map((m) => m.shape), [[2, 4], [2, 4]]);
      assertLess(
        Math.abs(attacked.loss.dataSync()[0]! - loss.dataSync()[0]!),
        1e-6,
      );
    });
  });
});

Deno.test("the loss of alpha steps of a single cell gets the matrices that the cell reads", async () => {
  const config = tinySupernet(
    spaceOfCells(tinySpace("skip_connect", "sep_conv_3x3"), 1),
  );
  const single = tinySearch("darts", { config: { ...config, cells: 1 } });
  const seen: number[][] = [];
  const alphaLoss: AlphaLoss = {
    name: "counting",
    loss: ({ logits, labels, alphas, mixtures }) => {
      seen.push([alphas.length, mixtures.length]);
      return tf.add(crossEntropy(logits, labels), tf.sum(alphas[0]!));
    },
  };
  const engine = await testEngine();
  await withoutLeaks(engine, async () => {
    const initial = initialSearchState(config.space, single.layout, 3);
    const { trajectory } = await runSearch(engine, initial, {
      ...single,
      epochs: 1,
      alphaLoss,
      optimisers: {
        ...single.optimisers,
        adam: { ...single.optimisers.adam, weightDecay: 0 },
      },
    });
    const [before, after] = trajectory as unknown as [Alphas, Alphas];
    assertEquals(after.normal, before.normal);
    assertNotEquals(after.reduce, before.reduce);
  });
  assert(seen.length > 0);
  assert(seen.every(([alphas, mixtures]) => alphas === 1 && mixtures === 1));
});
