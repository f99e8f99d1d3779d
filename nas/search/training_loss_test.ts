import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinySearch,
} from "../../test/support/tensors/tiny_search.ts";
import type { AlphaLoss } from "../alpha_losses/alpha_loss.ts";
import { alphaLoss as usual } from "../alpha_losses/cross_entropy.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { searchParts } from "./search_programs.ts";

const { config, layout, optimisers } = tinySearch("darts");

/** Gradients in the alphas, of first and of second order, by a loss of alpha steps. */
function gradients(alphaLoss?: AlphaLoss): number[][] {
  const parts = searchParts(config, layout, {
    batch: 4,
    optimisers,
    alphaLoss,
  });
  return tf.tidy(() => {
    const { x, y } = batchTensors(tinyBatch(4, "alpha loss"), config.size);
    const alphas = [tf.fill([2, 3], 0.1), tf.fill([2, 3], 0.2)];
    const weights = tf.tensor1d(initialWeights(layout, 1));
    const count = layout.statisticsCount;
    const pass = {
      weights,
      batch: { x, y, seed: tf.tensor1d([0, 0], "int32") },
    };
    const first = parts.alpha.fn({
      ...pass,
      statistics: { mean: tf.zeros([count]), variance: tf.ones([count]) },
      arch: { alphas, first: alphas, second: alphas },
      corrections: tf.tensor1d([1, 1]),
    });
    const second = parts.validationGradients.fn({ ...pass, alphas });
    return [first.gradients, second.direct].map((matrices) =>
      matrices.flatMap((m) => [...m.dataSync()])
    );
  });
}

Deno.test("alpha steps of both orders descend the loss of the method, of the alphas too", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const factors = [sample(2, 3), sample(2, 3)];
      const expected = factors.flatMap((m) => [...m.dataSync()]);
      const linear: AlphaLoss = {
        name: "linear",
        loss: ({ alphas, ...at }) =>
          tf.addN([
            ...alphas.map((a, i) => tf.sum(tf.mul(a, factors[i]!))),
            // steps of second order need the gradient of the weights
            tf.mul(usual.loss({ alphas, ...at }), 0),
          ]),
      };
      for (const found of gradients(linear)) {
        assertLess(worst(found, expected), 1e-6);
      }
      const entropy: AlphaLoss = {
        name: "entropy",
        loss: (at) =>
          tf.sub(usual.loss(at), tf.sum(tf.square(at.mixtures[0]!))),
      };
      assertNotEquals(gradients(entropy), gradients(usual));
    });
  });
});

Deno.test("the usual loss gives the bits of a search that names none", async () => {
  await withoutLeaks(await testEngine(), () => {
    assertEquals(gradients(usual), gradients());
  });
});
