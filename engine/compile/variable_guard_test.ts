import * as tf from "@tensorflow/tfjs-core";
import { assertEquals, assertThrows } from "@std/assert";
import { guardVariables } from "./variable_guard.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

const named = (name: string, ...values: number[]) =>
  tf.tidy(() => tf.variable(tf.tensor1d(values), true, name));

Deno.test("a guard lets untouched variables pass and knows their ids", async () => {
  const engine = await testEngine();
  const { backend } = engine;
  await withoutLeaks(engine, () => {
    const v = named("kept", 1, 2);
    const guard = guardVariables(backend);
    guard.assertUntouched();
    assertEquals(guard.nameOf(backend.getInputTensorIds([v])[0]!), "kept");
    assertEquals(guard.nameOf(-1), undefined);
    guard.release();
    assertEquals([...v.dataSync()], [1, 2]);
    v.dispose();
  });
});

Deno.test("a guard undoes assignments, even several, and disposes new variables", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const v = named("weights", 1, 2);
    const guard = guardVariables(engine.backend);
    tf.tidy(() => v.assign(tf.tensor1d([3, 4])));
    tf.tidy(() => v.assign(tf.tensor1d([5, 6])));
    named("slot", 9);
    assertThrows(
      () => guard.assertUntouched(),
      Error,
      "compile: expected state as arguments and results but variable weights was made, assigned or disposed",
    );
    guard.release();
    assertEquals([...v.dataSync()], [1, 2]);
    v.dispose();
  });
});

Deno.test("a guard tells of a disposed variable and frees its data", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    const v = named("gone", 1);
    const guard = guardVariables(engine.backend);
    v.dispose();
    assertThrows(() => guard.assertUntouched(), Error, "variable gone was");
    guard.release();
  });
});
