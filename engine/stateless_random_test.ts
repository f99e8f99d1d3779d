import * as tf from "@tensorflow/tfjs-core";
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { compile } from "./compile/compile.ts";
import { statelessNormal, statelessUniform } from "./stateless_random.ts";
import { testEngine, withoutLeaks } from "../test/support/tensors/engine.ts";

const SEED: [number, number] = [3, -4];

Deno.test("statelessNormal() is a function of its seed, eager and compiled", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(
      engine,
      (
        seed,
      ) => [statelessNormal([2, 3], seed!), statelessNormal([2, 3], seed!)],
      [
        { shape: [2], dtype: "int32" },
      ],
    );
    tf.tidy(() => {
      const seed = tf.tensor1d(SEED, "int32");
      const other = tf.tensor1d([3, 5], "int32");
      const eager = statelessNormal([2, 3], seed).dataSync();
      assertEquals(statelessNormal([2, 3], seed).dataSync(), eager);
      for (const y of program(seed)) assertEquals(y.dataSync(), eager);
      assertNotEquals(program(other)[0]!.dataSync(), eager);
    });
    program.dispose();
  });
});

Deno.test("statelessNormal() has the mean and deviation of the standard normal", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const y = statelessNormal([100, 1000], tf.tensor1d(SEED, "int32"));
      const { mean, variance } = tf.moments(y);
      // five standard errors
      assertAlmostEquals(mean.dataSync()[0]!, 0, 5 / Math.sqrt(1e5));
      assertAlmostEquals(variance.dataSync()[0]!, 1, 5 * Math.sqrt(2 / 1e5));
    });
  });
});

Deno.test("statelessUniform() is uniform and a function of its seed", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const program = compile(engine, (seed) => [statelessUniform([4], seed!)], [{
      shape: [2],
      dtype: "int32",
    }]);
    tf.tidy(() => {
      const seed = tf.tensor1d(SEED, "int32");
      const few = statelessUniform([4], seed).dataSync();
      assertEquals(program(seed)[0]!.dataSync(), few);
      const y = statelessUniform([100, 1000], seed);
      const { mean, variance } = tf.moments(y);
      // five standard errors
      assertAlmostEquals(mean.dataSync()[0]!, 1 / 2, 5 / Math.sqrt(12e5));
      assertAlmostEquals(variance.dataSync()[0]!, 1 / 12, 2e-3);
    });
    program.dispose();
  });
});
