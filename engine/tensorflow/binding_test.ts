import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import type { Attribute } from "./attributes.ts";
import { AttributeType, DType } from "./dtype.ts";
import { TensorflowError } from "./native.ts";
import { FIRST_SYMBOLIC_ID } from "./op_binding.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

const FLOAT: Attribute = {
  name: "T",
  type: AttributeType.type,
  value: DType.float32,
};

Deno.test("executeOp() runs an operation and gives shapes and types", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const a = binding.createTensor(
      [2, 3],
      DType.float32,
      Float32Array.of(1, 2, 3, 4, 5, 6),
    );
    const b = binding.createTensor(
      [3, 1],
      DType.float32,
      Float32Array.of(1, 1, 1),
    );
    const [y, ...rest] = binding.executeOp("MatMul", [FLOAT], [a, b], 1);
    assertEquals(rest, []);
    assertEquals([y!.shape, y!.dtype], [[2, 1], DType.float32]);
    assertEquals(binding.tensorDataSync(y!.id), Float32Array.of(6, 15));
    for (const id of [a, b, y!.id]) binding.deleteTensor(id);
  });
});

Deno.test("executeOp() reports TensorFlow's error in one line with the operation's name and shapes", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const a = binding.createTensor([2, 3], DType.float32, new Float32Array(6));
    const error = assertThrows(
      () => binding.executeOp("MatMul", [FLOAT], [a, a], 1),
      TensorflowError,
      "TensorFlow MatMul(f32[2,3], f32[2,3]): ",
    );
    assert(/\b3\b.*\b2\b/.test(error.message), error.message);
    assertFalse(error.message.includes("\n"));
    assertEquals(error.code, 3);
    // the failed operation leaves nothing behind for the next one
    const [y] = binding.executeOp("Neg", [FLOAT], [a], 1);
    assertEquals(y!.shape, [2, 3]);
    for (const id of [a, y!.id]) binding.deleteTensor(id);
  });
});

Deno.test("executeOp() refuses operations, attributes and types that TensorFlow has not", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const a = binding.createTensor([1], DType.float32, new Float32Array(1));
    const i = binding.createTensor([1], DType.int32, new Int32Array(1));
    const run = (name: string, attributes: Attribute[], inputs: number[]) =>
      assertThrows(
        () => binding.executeOp(name, attributes, inputs, 1),
        TensorflowError,
      ).message;
    assert(run("Mul2", [], [a]).startsWith("TensorFlow Mul2: "));
    assert(
      run("Mul", [FLOAT], [a, i]).startsWith(
        "TensorFlow Mul(f32[1], i32[1]): ",
      ),
    );
    assert(run("Mul", [FLOAT], [a]).startsWith("TensorFlow Mul(f32[1]): "));
    assertThrows(
      () =>
        binding.executeOp("Neg", [{ name: "T", type: 99, value: 1 }], [a], 1),
      TypeError,
      "Expected a known attribute type but found 99 for T",
    );
    assertEquals(
      binding.executeOp("Neg", [FLOAT], [a], 1).map((y) =>
        binding.deleteTensor(y.id)
      ).length,
      1,
    );
    for (const id of [a, i]) binding.deleteTensor(id);
  });
});

Deno.test("executeOp() returns as many outputs as the operation has", async () => {
  const engine = await testEngine();
  await withoutLeaks(engine, () => {
    tf.tidy(() => {
      const parts = tf.unstack(tf.range(0, 3000));
      assertEquals(parts.length, 3000);
      assertEquals(parts.map((t) => t.dataSync()[0]), [...Array(3000).keys()]);
    });
  });
});

Deno.test("createTensor() takes each type and gives its values back", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const cases = [
      [DType.float32, Float32Array.of(1.5, -0, NaN)],
      [DType.int32, Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
      [DType.int64, BigInt64Array.of(-1n, 0n, 2n ** 62n)],
      [DType.bool, Uint8Array.of(1, 0, 1)],
      [DType.uint8, Uint8Array.of(0, 128, 255)],
    ] as const;
    for (const [dtype, values] of cases) {
      const id = binding.createTensor([3], dtype, values);
      assertEquals(binding.tensorDataSync(id), values);
      binding.deleteTensor(id);
    }
    // a view into the middle of a buffer
    const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    const id = binding.createTensor([2], DType.float32, view);
    assertEquals(binding.tensorDataSync(id), Float32Array.of(1, 2));
    binding.deleteTensor(id);
    const scalar = binding.createTensor([], DType.float32, Float32Array.of(4));
    assertEquals(binding.tensorDataSync(scalar), Float32Array.of(4));
    binding.deleteTensor(scalar);
    const empty = binding.createTensor(
      [0, 3],
      DType.float32,
      new Float32Array(0),
    );
    assertEquals(binding.tensorDataSync(empty).length, 0);
    binding.deleteTensor(empty);
  });
});

Deno.test("createTensor() refuses values that do not fill the shape, and types without a size", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const short = assertThrows(
      () => binding.createTensor([2, 3], DType.float32, new Float32Array(5)),
      RangeError,
    );
    assertEquals(short.message, "Expected 24 bytes but found 20 for f32[2,3]");
    assertThrows(
      () => binding.createTensor([2, 3], DType.float32, new Float32Array(7)),
      RangeError,
      "found 28",
    );
    const text = assertThrows(
      () => binding.createTensor([1], DType.string, [new Uint8Array(1)]),
      TypeError,
    );
    assertEquals(text.message, "Expected a numeric type but found string");
  });
});

Deno.test("a disposed tensor cannot be read, used or disposed again; a symbolic one has no values", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const id = binding.createTensor([1], DType.float32, new Float32Array(1));
    binding.deleteTensor(id);
    const message = `Expected a live tensor but found id ${id}, disposed`;
    assertThrows(() => binding.tensorDataSync(id), Error, message);
    assertThrows(() => binding.deleteTensor(id), Error, message);
    assertThrows(
      () => binding.executeOp("Neg", [FLOAT], [id], 1),
      Error,
      message,
    );
    assertThrows(
      () => binding.tensorDataSync(FIRST_SYMBOLIC_ID),
      Error,
      "found a symbolic one",
    );
    binding.deleteTensor(FIRST_SYMBOLIC_ID);
    // the id serves the next tensor
    const next = binding.createTensor([1], DType.float32, new Float32Array(1));
    assertEquals(next, id);
    binding.deleteTensor(next);
  });
});
