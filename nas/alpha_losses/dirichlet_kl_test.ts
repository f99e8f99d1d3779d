import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertLess } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { crossEntropy } from "../training/loss.ts";
import { alphaLoss } from "./dirichlet_kl.ts";

Deno.test("the divergence of DrNAS has the reference's value, and its gradient to 1e-6 of the largest", async () => {
  const { kl } = readGolden<{
    kl: { alphas: number[][]; value: number; grad_alphas: number[][] }[];
  }>("drnas");
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[0, 1], [2, 0]]);
      const labels = tf.tensor1d([0, 1], "int32");
      const plain = crossEntropy(logits, labels).dataSync()[0]!;
      for (const { alphas, value, grad_alphas } of kl) {
        const found = tf.valueAndGrad((rows: tf.Tensor) =>
          alphaLoss.loss({
            logits,
            labels,
            alphas: [rows],
            mixtures: [rows],
            weight: tf.scalar(1),
          }) as tf.Scalar
        )(tf.tensor2d(alphas));
        assertAlmostEquals(found.value.dataSync()[0]! - plain, value, 2e-7);
        const expected = grad_alphas.flat();
        assertLess(
          worst(found.grad.dataSync(), expected),
          1e-6 * Math.max(...expected.map(Math.abs)),
        );
      }
    });
  });
});
