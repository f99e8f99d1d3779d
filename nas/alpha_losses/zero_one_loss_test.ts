import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertLess } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { relaxation as sigmoid } from "../relaxations/sigmoid.ts";
import { crossEntropy } from "../training/loss.ts";
import { alphaLoss as byAbsolutes } from "./zero_one_l1.ts";
import { alphaLoss as bySquares } from "./zero_one.ts";

interface GoldenLoss {
  readonly value: number;
  readonly grad_alphas: number[][][];
}

Deno.test("the zero-one losses have the reference's values and gradients in the alphas", async () => {
  const { loss: cases } = readGolden<{
    loss: { alphas: number[][][]; l2: GoldenLoss; l1: GoldenLoss }[];
  }>("fairdarts");
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[0, 1], [2, 0]]);
      const labels = tf.tensor1d([0, 1], "int32");
      const plain = crossEntropy(logits, labels).dataSync()[0]!;
      for (const { alphas, ...golden } of cases) {
        const matrices = alphas.map((rows) => tf.tensor2d(rows));
        for (
          const [{ loss }, { value, grad_alphas }] of [
            [bySquares, golden.l2],
            [byAbsolutes, golden.l1],
          ] as const
        ) {
          const found = tf.valueAndGrads((...alphas: tf.Tensor[]) => {
            const mixtures = alphas.map(sigmoid.weights);
            const at = { logits, labels, alphas, mixtures };
            return loss({ ...at, weight: tf.scalar(1) }) as tf.Scalar;
          })(matrices);
          assertAlmostEquals(
            found.value.dataSync()[0]! - plain,
            10 * value,
            2e-6,
          );
          assertLess(
            worst(
              found.grads.flatMap((g) => [...g.dataSync()]),
              grad_alphas.flat(2).map((g) => 10 * g),
            ),
            1e-8,
          );
        }
      }
    });
  });
});
