import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { assertDerivatives } from "../../test/support/tensors/derivatives.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { sample } from "../../test/support/tensors/op_cases.ts";
import { registerReluGradient } from "./relu.ts";

/** Numbers at least 0.1 away from zero. */
const awayFromZero = () => {
  const x = sample(2, 4, 4, 3);
  return [tf.add(x, tf.mul(tf.sign(x), 0.1))];
};

Deno.test("relu() has right derivatives to the third order", async () => {
  await withoutLeaks(
    await testEngine(),
    () => assertDerivatives((x) => tf.relu(x!), awayFromZero),
  );
});

Deno.test("the gradient of relu() at zero is zero, as in PyTorch", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const gradient = tf.grad((x) => tf.sum(tf.relu(x)))(
        tf.tensor1d([-1, -0, 0, 1e-37, 2]),
      );
      assertEquals([...gradient.dataSync()], [0, 0, 0, 1, 1]);
    });
  });
});

Deno.test("registering the gradient of relu() again changes nothing", async () => {
  await testEngine();
  registerReluGradient();
  assertEquals(tf.getKernel("ReluGrad", "tensorflow")?.kernelName, "ReluGrad");
});
