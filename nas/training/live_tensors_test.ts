import { assertEquals, assertThrows } from "@std/assert";
import type { StoredTensor } from "../../engine/safetensors.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";
import { loadTensors, storeTensors } from "./live_tensors.ts";
import { disposeTensors } from "./tensor_tree.ts";

Deno.test("tensors come back as they were stored, bit by bit and in the order of the names", async () => {
  await withoutLeaks(await testEngine(), () => {
    const stored: Record<string, StoredTensor> = {
      b: {
        dtype: "F32",
        shape: [2, 2],
        data: Float32Array.of(1, -0, 1e-42, Math.PI),
      },
      a: { dtype: "F32", shape: [0], data: new Float32Array(0) },
    };
    const names = { second: "b", rest: ["a"] } as const;
    const live = loadTensors(stored, names);
    assertEquals(live.second.shape, [2, 2]);
    assertEquals(live.rest.map((t) => t.shape), [[0]]);
    const { rest, second } = live;
    const again = storeTensors({ rest, second }, names);
    assertEquals(again, stored);
    assertEquals(Object.keys(again), ["b", "a"]);
    disposeTensors(live);
  });
});

Deno.test("storeTensors() copies: a later step does not change what was stored", async () => {
  await withoutLeaks(await testEngine(), () => {
    const live = loadTensors({
      a: { dtype: "F32", shape: [1], data: Float32Array.of(1) },
    }, "a");
    const stored = storeTensors(live, "a");
    live.dispose();
    assertEquals(stored.a!.data, Float32Array.of(1));
  });
});

Deno.test("loadTensors() names a tensor that the state lacks", () => {
  assertThrows(
    () => loadTensors({}, ["momentum"]),
    Error,
    "The state has no tensor momentum",
  );
});
