import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import { drawMixtures, sampledMixtures } from "./sampled_mixtures.ts";
import type { Sampling } from "./sampling.ts";
import { sampling as none } from "./none.ts";

const noisy: Sampling = {
  name: "noisy",
  noise: (numbers, random) => random.fillNormal(numbers),
  weights: (alphas, { noise, progress }) =>
    tf.add(alphas, tf.mul(noise, progress)),
};
const at = { seed: 1, pass: "weight", epoch: 1, step: 2, epochs: 4 };
const matrices = ["normal", "reduce"].map((name) => ({
  name,
  rows: 2,
  columns: 3,
}));

Deno.test("draws have an address of seed, pass, matrix, epoch and step, and nothing else changes them", async () => {
  await withoutLeaks(await testEngine(), () => {
    const drawn = (change: Partial<typeof at> = {}) => {
      const draws = drawMixtures(noisy, matrices, [], { ...at, ...change })!;
      const numbers = draws.noise.map((n) => n.dataSync().join());
      assertEquals(draws.noise.map(({ shape }) => shape), [[2, 3], [2, 3]]);
      disposeTensors(draws);
      return numbers;
    };
    assertEquals(drawn(), drawn());
    const all = [{}, { seed: 2 }, { pass: "alpha" }, { epoch: 2 }, { step: 3 }]
      .flatMap(drawn);
    assertEquals(new Set(all).size, all.length);
    assertEquals(drawn({ epochs: 9 }), drawn());
  });
});

Deno.test("a sampling gets the noise of its own matrix, and the share of the epochs that are done", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const alphas = [tf.zeros([2, 3]), tf.ones([2, 3])];
      const draws = drawMixtures(noisy, matrices, [], at)!;
      const found = sampledMixtures({ sampling: noisy }, alphas, draws);
      found.forEach((mixture, i) =>
        assertEquals(
          mixture.dataSync(),
          draws.noise[i]!.dataSync().map((n) => n / 4 + i),
        )
      );
    });
  });
});

Deno.test("without a sampling nothing is drawn; a sampling that needs random numbers says so", async () => {
  await withoutLeaks(await testEngine(), () => {
    assertEquals(drawMixtures(none, matrices, [], at), undefined);
    assertEquals(drawMixtures(undefined, matrices, [], at), undefined);
    assertThrows(
      () => sampledMixtures({ sampling: noisy }, [], undefined),
      TypeError,
      "Expected random numbers for the sampling noisy but found none",
    );
  });
});

Deno.test("sampledMixtures() refuses a matrix of another shape than its alphas", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      for (
        const [weights, found] of [
          [(a: tf.Tensor) => tf.sum(a, -1), "[2]"],
          [() => undefined as unknown as tf.Tensor, "none"],
        ] as const
      ) {
        assertThrows(
          () =>
            sampledMixtures(
              { sampling: { name: "odd", weights } },
              [tf.zeros([2, 3])],
              undefined,
            ),
          RangeError,
          `Expected mixture weights of [2, 3] but found ${found}`,
        );
      }
    });
  });
});
