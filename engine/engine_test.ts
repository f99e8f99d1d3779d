import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { openEngine } from "./engine.ts";
import { testEngine, withoutLeaks } from "../test/support/tensors/engine.ts";

Deno.test("openEngine() makes tfjs run on TensorFlow", async () => {
  const engine = await testEngine();
  assertEquals(tf.getBackend(), "tensorflow");
  assertMatch(engine.version, /^2\./);
  assertMatch(engine.device, /^(cpu|gpu)$/);
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const y = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
      assertEquals([...y.dataSync()], [11]);
    });
  });
});

Deno.test("memory() counts tensors of tfjs and handles of TensorFlow", async () => {
  const engine = await testEngine();
  const before = engine.memory();
  const x = tf.tensor1d([1]);
  // tfjs hands values over when they are used
  const y = tf.neg(x);
  const after = engine.memory();
  assertEquals(after.tensors - before.tensors, 2);
  assertEquals(after.handles - before.handles, 2);
  tf.dispose([x, y]);
  assertEquals(engine.memory(), before);
});

Deno.test("openEngine() names a library that it cannot open", async () => {
  await assertRejects(
    () => openEngine({ library: "/nowhere/libtensorflow_cc.so.2" }),
    Error,
    "Cannot open the TensorFlow library /nowhere/libtensorflow_cc.so.2: ",
  );
});
