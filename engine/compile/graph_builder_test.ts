import { assert, assertEquals, assertThrows } from "@std/assert";
import { AttributeType, DType } from "../tensorflow/dtype.ts";
import { createGraphBuilder } from "./graph_builder.ts";
import { encodeOutputs } from "./graph_output.ts";
import { TensorflowError } from "../tensorflow/native.ts";
import { testEngine } from "../../test/support/tensors/engine.ts";

const FLOAT = { name: "T", type: AttributeType.type, value: DType.float32 };
const FIRST_ID = 1000;

async function builderOf() {
  const { binding: { native } } = await testEngine();
  const builder = createGraphBuilder(native, {
    functions: new Map(),
    firstId: FIRST_ID,
  });
  const placeholder = (...shape: number[]) =>
    builder.add("Placeholder", [
      { name: "dtype", type: AttributeType.type, value: DType.float32 },
      { name: "shape", type: AttributeType.shape, value: shape },
    ], [])[0]!.id;
  return {
    builder,
    placeholder,
    free: () => native.c.TF_DeleteGraph(builder.graph),
  };
}

Deno.test("a graph infers shapes and numbers its outputs from its first id", async () => {
  const { builder, placeholder, free } = await builderOf();
  const a = placeholder(2, 3);
  const b = placeholder(3, 4);
  const [y] = builder.add("MatMul", [FLOAT], [a, b]);
  assertEquals(y, { id: FIRST_ID + 2, shape: [2, 4], dtype: DType.float32 });
  assertEquals(builder.operations.length, 3);
  assert(
    builder.owns(y!.id) && !builder.owns(y!.id + 1) &&
      !builder.owns(FIRST_ID - 1),
  );
  assertEquals(builder.output(a).shape, [2, 3]);
  free();
});

Deno.test("a graph takes list inputs beside single ones and leaves out attributes that the operation has not", async () => {
  const { builder, placeholder, free } = await builderOf();
  const [a, b, axis] = [placeholder(2), placeholder(3), placeholder()];
  const [index] = builder.add("Cast", [
    { name: "SrcT", type: AttributeType.type, value: DType.float32 },
    { name: "DstT", type: AttributeType.type, value: DType.int32 },
    { name: "unheard_of", type: AttributeType.int, value: 1 },
  ], [axis!]);
  const attributes = [FLOAT, { name: "N", type: AttributeType.int, value: 2 }];
  assertThrows(
    () => builder.add("ConcatV2", attributes, [a!, b!, index!.id]),
    Error,
    "compile: expected static shapes but output 0 of ConcatV2 depends on values",
  );
  const [y] = builder.add("AddN", attributes, [a!, a!]);
  assertEquals(y!.shape, [2]);
  // several lists, whose lengths are in the attributes
  const map = placeholder(1, 4, 4, 2);
  const filter = placeholder(3, 3, 2, 5);
  const bias = placeholder(5);
  const [z] = builder.add("_FusedConv2D", [
    FLOAT,
    { name: "TArgs", type: AttributeType.type, value: [DType.float32] },
    { name: "num_args", type: AttributeType.int, value: 1 },
    { name: "num_host_args", type: AttributeType.int, value: 0 },
    { name: "strides", type: AttributeType.int, value: [1, 1, 1, 1] },
    { name: "padding", type: AttributeType.string, value: "VALID" },
    { name: "fused_ops", type: AttributeType.string, value: ["BiasAdd"] },
  ], [map!, filter!, bias!]);
  assertEquals(z!.shape, [1, 2, 2, 5]);
  free();
});

Deno.test("a graph reports TensorFlow's error with the operation's name and shapes", async () => {
  const { builder, placeholder, free } = await builderOf();
  const a = placeholder(2, 3);
  assertThrows(
    () => builder.add("MatMul", [FLOAT], [a, a]),
    TensorflowError,
    "TensorFlow trace MatMul(f32[2,3], f32[2,3]): ",
  );
  assertThrows(
    () => builder.add("MatMul2", [FLOAT], [a, a]),
    TensorflowError,
    "MatMul2",
  );
  free();
});

Deno.test("encodeOutputs() writes TF_Output structures and never an empty buffer", () => {
  const bytes = encodeOutputs([
    { operation: 0x0102030405060708n, index: 3, shape: [], dtype: 1 },
    { operation: 9n, index: 0, shape: [], dtype: 1 },
  ]);
  const view = new DataView(bytes.buffer);
  assertEquals(bytes.length, 32);
  assertEquals([view.getBigUint64(0, true), view.getInt32(8, true)], [
    0x0102030405060708n,
    3,
  ]);
  assertEquals(view.getBigUint64(16, true), 9n);
  assertEquals(encodeOutputs([]).length, 16);
});
