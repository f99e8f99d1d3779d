import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import {
  FLOAT,
  registerGradient,
  registerKernel,
  runKernel,
  zerosLike,
} from "./kernel.ts";

Deno.test("a registered kernel runs TensorFlow's operation and has the registered gradient", async () => {
  const engine = await testEngine();
  registerKernel("TestTriple", ({ x }, _, backend) => {
    const sum = backend.executeSingleOutput("AddV2", [FLOAT], [x!, x!]);
    const y = backend.executeSingleOutput("AddV2", [FLOAT], [sum, x!]);
    sum.dispose();
    return y;
  });
  registerGradient("TestTriple", ["x"], (dy, [x], { scale }) => ({
    x: () => tf.mul(tf.mul(dy, tf.onesLike(x!)), scale as number),
  }));
  try {
    await withoutLeaks(engine, () => {
      tf.tidy(() => {
        const x = tf.tensor1d([1, 2]);
        const y = runKernel("TestTriple", { x }, { scale: 3 });
        assertEquals([...y.dataSync()], [3, 6]);
        const g = tf.grad((x) =>
          tf.sum(runKernel("TestTriple", { x }, { scale: 3 }))
        )(x);
        assertEquals([...g.dataSync()], [3, 3]);
      });
    });
    // the first registration stays
    registerKernel("TestTriple", () => tf.scalar(0));
    await withoutLeaks(engine, () => {
      tf.tidy(() =>
        assertEquals([
          ...runKernel("TestTriple", { x: tf.scalar(1) }).dataSync(),
        ], [3])
      );
    });
  } finally {
    tf.unregisterKernel("TestTriple", "tensorflow");
    tf.unregisterGradient("TestTriple");
  }
});

Deno.test("zerosLike() makes float zeros of a shape", async () => {
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const zeros = zerosLike(tf.tensor1d([true, false], "bool"))();
      assertEquals([zeros.dtype, ...zeros.dataSync()], ["float32", 0, 0]);
    });
  });
});
