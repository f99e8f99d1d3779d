import * as tf from "@tensorflow/tfjs-core";
import {
  assertEquals,
  assertFalse,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { trace, type TraceState } from "./trace.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

const fresh = (): TraceState => ({
  functions: new Map(),
  count: 0,
  running: false,
});

Deno.test("trace() swaps the binding while its body runs, and puts everything back", async () => {
  const engine = await testEngine();
  const { backend, binding } = engine;
  const { random } = Math;
  const state = fresh();
  await withoutLeaks(engine, () => {
    const recorder = trace(engine, state, (recorder) => {
      assertStrictEquals(
        backend.binding.createTensor,
        recorder.createTensor,
      );
      assertEquals(state.running, true);
      assertThrows(
        () => Math.random(),
        Error,
        "expected random numbers as arguments",
      );
      tf.tensor1d([1, 2]);
      assertEquals(recorder.operations.length, 1);
    });
    binding.native.c.TF_DeleteGraph(recorder.graph);
    assertStrictEquals(backend.binding, binding);
    assertStrictEquals(Math.random, random);
    assertFalse(state.running);
    assertFalse(Object.hasOwn(backend, "move"));
  });
});

Deno.test("trace() puts everything back when its body throws", async () => {
  const engine = await testEngine();
  const { backend, binding } = engine;
  const { random } = Math;
  const state = fresh();
  await withoutLeaks(engine, () => {
    const captured = tf.tensor1d([1]);
    assertThrows(
      () =>
        trace(engine, state, () => {
          tf.neg(captured);
          throw new Error("Expected this");
        }),
      Error,
      "Expected this",
    );
    assertStrictEquals(backend.binding, binding);
    assertStrictEquals(Math.random, random);
    assertFalse(state.running);
    assertEquals([...captured.dataSync()], [1]);
    captured.dispose();
  });
});

Deno.test("traces never share ids", async () => {
  const engine = await testEngine();
  const state = fresh();
  const ids = [1, 2].map(() => {
    let id = 0;
    const { graph } = trace(engine, state, (recorder) => {
      id = recorder.placeholder([1], 1);
    });
    engine.binding.native.c.TF_DeleteGraph(graph);
    return id;
  });
  assertEquals(new Set(ids).size, 2);
});
