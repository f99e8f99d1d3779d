import { assertEquals, assertThrows } from "@std/assert";
import { type Attribute, attributeSetter } from "./attributes.ts";
import { AttributeType, DType } from "./dtype.ts";
import type { Native } from "./native.ts";
import { testEngine, withoutLeaks } from "../../test/support/tensors/engine.ts";

interface Call {
  readonly symbol: string;
  readonly args: unknown[];
}

/** A native whose functions note their calls. */
function recording(): { native: Native; calls: Call[] } {
  const calls: Call[] = [];
  const c = new Proxy({}, {
    get: (_, symbol) => (...args: unknown[]) =>
      calls.push({ symbol: String(symbol), args }),
  });
  const native = {
    c,
    status: 77n,
    version: "",
    check: () => {},
    text: () => "",
  };
  return { native: native as unknown as Native, calls };
}

const CASES: [Attribute, symbol: string, args: unknown[]][] = [
  [{ name: "a", type: AttributeType.type, value: 1 }, "Type", [1]],
  [{ name: "a", type: AttributeType.type, value: [1, 3] }, "TypeList", [
    Int32Array.of(1, 3),
    2,
  ]],
  [{ name: "a", type: AttributeType.int, value: 7 }, "Int", [7n]],
  [{ name: "a", type: AttributeType.int, value: [1, 2] }, "IntList", [
    BigInt64Array.of(1n, 2n),
    2,
  ]],
  [{ name: "a", type: AttributeType.float, value: 0.5 }, "Float", [0.5]],
  [{ name: "a", type: AttributeType.float, value: [0.5] }, "FloatList", [
    Float32Array.of(0.5),
    1,
  ]],
  [{ name: "a", type: AttributeType.bool, value: true }, "Bool", [1]],
  [{ name: "a", type: AttributeType.bool, value: [false, true] }, "BoolList", [
    Uint8Array.of(0, 1),
    2,
  ]],
];

Deno.test("attributeSetter() calls the function of the type, for values and lists, in both families", () => {
  for (const family of ["TFE_Op", "TF_"] as const) {
    for (const [attribute, suffix, expected] of CASES) {
      const { native, calls } = recording();
      attributeSetter(native, family)(5n, attribute);
      const [call] = calls;
      assertEquals(calls.length, 1);
      assertEquals(call!.symbol, `${family}SetAttr${suffix}`);
      const [op, name, ...rest] = call!.args;
      assertEquals([op, name], [5n, new TextEncoder().encode("a\0")]);
      assertEquals(rest, expected);
    }
  }
});

Deno.test("attributeSetter() gives a string's length without its NUL, and a shape's status in the eager family only", () => {
  const text: Attribute = {
    name: "a",
    type: AttributeType.string,
    value: "SAME",
  };
  const shape: Attribute = { name: "a", type: AttributeType.shape, value: [] };
  for (const [family, status] of [["TFE_Op", [77n]], ["TF_", []]] as const) {
    const { native, calls } = recording();
    const set = attributeSetter(native, family);
    set(5n, text);
    set(5n, shape);
    assertEquals(calls[0]!.args.slice(2), [
      new TextEncoder().encode("SAME\0"),
      4n,
    ]);
    assertEquals(calls[1]!.args.slice(3), [0, ...status]);
  }
});

Deno.test("attributeSetter() refuses an unknown type", () => {
  const { native } = recording();
  assertThrows(
    () =>
      attributeSetter(native, "TF_")(5n, {
        name: "padding",
        type: 12,
        value: 1,
      }),
    TypeError,
    "Expected a known attribute type but found 12 for padding",
  );
});

Deno.test("TensorFlow accepts lists of types, ints, shapes and strings", async () => {
  const engine = await testEngine();
  const { binding } = engine;
  await withoutLeaks(engine, () => {
    const shape = [{
      name: "dtype",
      type: AttributeType.type,
      value: DType.float32,
    }, { name: "shape", type: AttributeType.shape, value: [2, 1] }];
    const x = binding.createTensor(
      [1, 4, 4, 1],
      DType.float32,
      Float32Array.from({ length: 16 }, (_, i) => i),
    );
    const [y] = binding.executeOp(
      "MaxPool",
      [
        { name: "T", type: AttributeType.type, value: DType.float32 },
        { name: "ksize", type: AttributeType.int, value: [1, 2, 2, 1] },
        { name: "strides", type: AttributeType.int, value: [1, 2, 2, 1] },
        { name: "padding", type: AttributeType.string, value: "VALID" },
      ],
      [x],
      1,
    );
    assertEquals(binding.tensorDataSync(y!.id), Float32Array.of(5, 7, 13, 15));
    const both = binding.executeOp(
      "IdentityN",
      [{
        name: "T",
        type: AttributeType.type,
        value: [DType.float32, DType.float32],
      }],
      [x, y!.id],
      2,
    );
    assertEquals(both.map(({ shape }) => shape), [[1, 4, 4, 1], [1, 2, 2, 1]]);
    // Placeholder cannot run: the error shows that the shape was taken
    assertThrows(
      () => binding.executeOp("Placeholder", shape, [], 1),
      Error,
      "Placeholder",
    );
    for (const id of [x, ...[y!, ...both].map(({ id }) => id)]) {
      binding.deleteTensor(id);
    }
  });
});
