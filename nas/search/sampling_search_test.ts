// How samplings of mixture weights act on the steps of a search.
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import {
  tinyBatch,
  tinyData,
  tinySearch,
  tinySpace,
  tinySupernet,
} from "../../test/support/tensors/tiny_search.ts";
import type { TrainingMixtures } from "../samplings/sampled_mixtures.ts";
import type { Sampling } from "../samplings/sampling.ts";
import { sampling as dirichlet } from "../samplings/dirichlet.ts";
import { sampling as gumbel } from "../samplings/gumbel.ts";
import { sampling as none } from "../samplings/none.ts";
import { relaxation as softmax } from "../relaxations/softmax.ts";
import { batchTensors } from "../training/batch.ts";
import { initialWeights } from "../training/initialise.ts";
import { rowSoftmax } from "../training/mixtures.ts";
import { searchParts } from "./search_programs.ts";
import { runSearch } from "./search.ts";
import { initialSearchState, type SearchState } from "./search_state.ts";

const tiny = tinySearch("sdarts-rs");
const { config, layout, optimisers } = tiny;

/** Soft-max of alphas that are moved at random. */
const moved: Sampling = {
  name: "moved",
  noise: (numbers, random) => random.fillNormal(numbers),
  weights: (alphas, { noise }) => rowSoftmax(tf.add(alphas, noise)),
};

/** Gradients of first order, of the validation loss, and products of second order, by a sampling. */
function gradients(
  alphas: tf.Tensor[],
  mixtures: TrainingMixtures = {},
  noise?: tf.Tensor[],
): number[][] {
  const parts = searchParts(config, layout, {
    batch: 4,
    optimisers,
    ...mixtures,
  });
  const { x, y } = batchTensors(tinyBatch(4, "sampling"), config.size);
  const weights = tf.tensor1d(initialWeights(layout, 1));
  const vector = tf.cos(tf.range(0, layout.parameterCount));
  const count = layout.statisticsCount;
  const statistics = { mean: tf.zeros([count]), variance: tf.ones([count]) };
  const draws = noise && { noise, progress: tf.scalar(0), ramp: tf.scalar(0) };
  const seed = tf.tensor1d([0, 0], "int32");
  const pass = { weights, batch: { x, y, seed, draws } };
  const first = parts.alpha.fn({
    ...pass,
    statistics,
    arch: { alphas, first: alphas, second: alphas },
    corrections: tf.tensor1d([1, 1]),
  });
  const at = { ...pass, alphas };
  return [
    first.gradients,
    parts.validationGradients.fn(at).direct,
    parts.mixedProductExact.fn({ ...at, vector }),
    parts.mixedProductByDifference.fn({ ...at, vector, statistics }).products,
    parts.sample.fn({ alphas, draws }),
  ].map((matrices) => matrices.flatMap((m) => [...m.dataSync()]));
}

Deno.test("gradients of both orders flow through a sampling: those of the alphas that it moves to", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const alphas = [sample(2, 3), sample(2, 3)];
      const noise = alphas.map((a) => tf.mul(tf.sin(tf.mul(a, 9)), 0.7));
      const found = gradients(alphas, { sampling: moved }, noise);
      const there = gradients(alphas.map((a, i) => tf.add(a, noise[i]!)));
      found.forEach((values, at) =>
        assertLess(worst(values, there[at]!), 1e-6)
      );
      assertNotEquals(found, gradients(alphas));
    });
  });
});

Deno.test("the soft-max as a module gives the bits of a search that names none", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const alphas = [sample(2, 3), sample(2, 3)];
      assertEquals(
        gradients(alphas, { relaxation: softmax, sampling: none }),
        gradients(alphas),
      );
    });
  });
});

Deno.test("a search that draws mixture weights gives the same bytes when it is resumed, in both orders", async () => {
  const engine = await testEngine();
  const small = tinySearch("sdarts-rs", {
    config: tinySupernet(tinySpace("skip_connect", "dil_conv_3x3")),
    // batches of one size, as each size compiles programs of its own
    data: tinyData([4, 4]),
  });
  for (
    const [unrolling, sampling] of [
      ["none", dirichlet],
      ["none", gumbel],
      ["exact", moved],
    ] as const
  ) {
    const states: SearchState[] = [];
    const search = { ...small, unrolling, sampling };
    await withoutLeaks(engine, async () => {
      const initial = initialSearchState(small.config.space, small.layout, 1);
      const whole = await runSearch(engine, initial, {
        ...search,
        afterStep: ({ state }) => void states.push(state()),
      });
      const resumed = await runSearch(engine, states[1]!, search);
      assertEquals(resumed, whole);
      const plain = await runSearch(engine, initial, {
        ...search,
        sampling: none,
      });
      assertNotEquals(
        plain.tensors.alphas_normal!.data,
        whole.tensors.alphas_normal!.data,
      );
    });
  }
});

Deno.test("samples on the simplex are perturbed as mixture weights are, at random and by an attack", async () => {
  const engine = await testEngine();
  for (const method of ["sdarts-rs", "sdarts-adv"] as const) {
    const search = tinySearch(method, {
      config: tinySupernet(tinySpace("skip_connect", "dil_conv_3x3")),
      data: tinyData([4]),
      epochs: 1,
      sampling: dirichlet,
    });
    await withoutLeaks(engine, async () => {
      const { history: [epoch] } = await runSearch(
        engine,
        initialSearchState(search.config.space, search.layout, 1),
        search,
      );
      const { perturbationNorm, attackGain, attackFallbacks } = epoch!;
      // an attack that lowers the loss is undone
      assertEquals(perturbationNorm! > 0, attackFallbacks !== 1);
      assertEquals(attackGain === null, method === "sdarts-rs");
    });
  }
});
