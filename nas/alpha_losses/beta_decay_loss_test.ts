import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { crossEntropy } from "../training/loss.ts";
import { alphaLoss } from "./beta_decay.ts";

interface GoldenDecay {
  weight_by_epoch_100: number[];
  cases: { alphas: number[][]; value: number; grad_alphas: number[][] }[];
}

Deno.test("the beta decay has the reference's value and gradient, over one matrix or several", async () => {
  const { cases } = readGolden<GoldenDecay>("beta_darts");
  assertEquals(
    cases.map(({ alphas }) => [alphas.length, alphas[0]!.length]),
    [[6, 5], [6, 5], [14, 8], [28, 8]],
  );
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[0, 1], [2, 0]]);
      const labels = tf.tensor1d([0, 1], "int32");
      const plain = crossEntropy(logits, labels).dataSync()[0]!;
      for (const { alphas: rows, value, grad_alphas } of cases) {
        const half = rows.length / 2;
        for (
          const matrices of [[rows], [rows.slice(0, half), rows.slice(half)]]
        ) {
          const found = tf.valueAndGrads((...alphas: tf.Tensor[]) =>
            alphaLoss.loss({
              logits,
              labels,
              alphas,
              mixtures: alphas,
              weight: tf.scalar(2),
            }) as tf.Scalar
          )(matrices.map((m) => tf.tensor2d(m)));
          assertAlmostEquals(
            found.value.dataSync()[0]! - plain,
            2 * value,
            2e-6,
          );
          assertLess(
            worst(
              found.grads.flatMap((g) => [...g.dataSync()]),
              grad_alphas.flat().map((g) => 2 * g),
            ),
            1e-7,
          );
        }
      }
    });
  });
});

Deno.test("the weight of the beta decay grows by a half an epoch, as published", () => {
  const { weight_by_epoch_100: published } = readGolden<GoldenDecay>(
    "beta_darts",
  );
  assertEquals(
    published.map((_, epoch) => alphaLoss.weight!(epoch)),
    published,
  );
});
