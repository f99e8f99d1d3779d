import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertLess } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { worst } from "../../test/support/tensors/reference.ts";
import { batchNormTrain, registerBatchNorm } from "./batch_norm.ts";

type Args = [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];

const inputs = () => [sample(3, 4, 5, 2), tf.add(sample(2), 1.5), sample(2)];
const fused = (...xs: tf.Tensor[]): tf.Tensor =>
  batchNormTrain(...xs as Args).y;

/** Batch normalisation by its formula. */
function composed(...xs: tf.Tensor[]): tf.Tensor {
  const [x, scale, offset] = xs as Args;
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normalised, scale), offset);
}

Deno.test("batchNormTrain() and its gradient equal the composed formula", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const xs = inputs();
      const upstream = sample(3, 4, 5, 2);
      const gradients = (fn: typeof fused) =>
        tf.grads((...ys: tf.Tensor[]) => tf.sum(tf.mul(fn(...ys), upstream)))(
          xs,
        );
      assertLess(
        worst(fused(...xs).dataSync(), composed(...xs).dataSync()),
        2e-6,
      );
      const expected = gradients(composed);
      gradients(fused).forEach((g, i) =>
        assertLess(worst(g.dataSync(), expected[i]!.dataSync()), 1e-5)
      );
    });
  });
});

Deno.test("batchNormTrain() has right derivatives to the third order", async () => {
  await withoutLeaks(
    await testEngine(),
    () => assertDerivatives(fused, inputs),
  );
});

Deno.test("batchNormTrain() gives the mean and the unbiased variance of the batch", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 6, 10, 20, 30, 60], [1, 2, 2, 2]);
      const { mean, variance } = batchNormTrain(x, tf.ones([2]), tf.zeros([2]));
      // channel 0: 1, 3, 10, 30; channel 1: 2, 6, 20, 60
      assertEquals([...mean.dataSync()], [11, 22]);
      assertLess(worst(variance.dataSync(), [526 / 3, 4 * 526 / 3]), 1e-4);
    });
  });
});

Deno.test("batchNormTrain() of a single value per channel gives the offset, variance 0 and no gradient", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const x = tf.tensor4d([5, -7], [1, 1, 1, 2]);
      const { y, mean, variance } = batchNormTrain(
        x,
        tf.ones([2]),
        tf.tensor1d([3, 4]),
      );
      assertEquals([...y.dataSync()], [3, 4]);
      assertEquals([...mean.dataSync()], [5, -7]);
      assertEquals([...variance.dataSync()], [0, 0]);
      const gradient = tf.grad((x) =>
        tf.sum(
          tf.square(
            batchNormTrain(x as tf.Tensor4D, tf.ones([2]), tf.tensor1d([3, 4]))
              .y,
          ),
        )
      )(x);
      assertEquals([...gradient.dataSync()], [0, 0]);
    });
  });
});

Deno.test("registering batch norm again changes nothing", async () => {
  await testEngine();
  registerBatchNorm();
  assertEquals(
    tf.getKernel("BatchNormTrain", "tensorflow")?.kernelName,
    "BatchNormTrain",
  );
});
