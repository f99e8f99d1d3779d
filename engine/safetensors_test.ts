import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensorsHeader,
  type StoredTensor,
} from "./safetensors.ts";

const example: Record<string, StoredTensor> = {
  weight: {
    dtype: "F32",
    shape: [2, 3],
    data: new Float32Array([1, -2, NaN, 4, Infinity, 6]),
  },
  ids: { dtype: "I32", shape: [2], data: new Int32Array([7, -8]) },
  pixels: { dtype: "U8", shape: [3], data: new Uint8Array([0, 128, 255]) },
  "10": { dtype: "F64", shape: [], data: new Float64Array([Math.PI]) },
  empty: { dtype: "F32", shape: [0, 4], data: new Float32Array(0) },
};

/** A file with the given header and data. */
function file(header: unknown, data = 0): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const f32 = (shape: number[], ...offsets: number[]) => ({
  dtype: "F32",
  shape,
  data_offsets: offsets,
});

Deno.test("decodeSafetensors() gives back what encodeSafetensors() wrote", () => {
  const bytes = encodeSafetensors(example, { step: "12", method: "sdarts-rs" });
  assertEquals(decodeSafetensors(bytes), {
    tensors: example,
    metadata: { step: "12", method: "sdarts-rs" },
  });
});

Deno.test("decodeSafetensors() reads a view at any offset of a larger buffer", () => {
  const bytes = encodeSafetensors(example);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assertEquals(decodeSafetensors(larger.subarray(3)).tensors, example);
});

Deno.test("encodeSafetensors() writes the same bytes whatever the order of the names", () => {
  const reversed = Object.fromEntries(Object.entries(example).reverse());
  assertEquals(
    encodeSafetensors(reversed, { b: "2", a: "1" }),
    encodeSafetensors(example, { a: "1", b: "2" }),
  );
});

Deno.test("encodeSafetensors() writes the documented layout", () => {
  const bytes = encodeSafetensors({ b: example.ids!, a: example.pixels! });
  const size = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  assertEquals(size % 8, 0);
  assertEquals(
    new TextDecoder().decode(bytes.subarray(8, 8 + size)).trimEnd(),
    '{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"I32","shape":[2],"data_offsets":[3,11]}}',
  );
  assertEquals([...bytes.subarray(8 + size)], [
    0,
    128,
    255,
    7,
    0,
    0,
    0,
    248,
    255,
    255,
    255,
  ]);
});

Deno.test("encodeSafetensors() writes a view without its surrounding buffer", () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const read = decodeSafetensors(
    encodeSafetensors({ x: { dtype: "F32", shape: [2], data } }),
  );
  assertEquals(read.tensors.x?.data, new Float32Array([1, 2]));
});

Deno.test("safetensors survive a round trip for any names and values", () => {
  const tensor = fc.float32Array().map((data): StoredTensor => ({
    dtype: "F32",
    shape: [data.length],
    data,
  }));
  const name = fc.string({ unit: "grapheme" }).filter((text) =>
    !["__metadata__", "__proto__"].includes(text)
  );
  fc.assert(fc.property(fc.array(fc.tuple(name, tensor)), (entries) => {
    const tensors = Object.fromEntries(entries);
    assertEquals(
      decodeSafetensors(encodeSafetensors(tensors)).tensors,
      tensors,
    );
  }));
});

Deno.test("decodeSafetensors() refuses a file cut off anywhere", () => {
  const bytes = encodeSafetensors(example);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(
      () => decodeSafetensors(bytes.subarray(0, length), "weights.safetensors"),
      SyntaxError,
      "weights.safetensors",
    );
  }
});

Deno.test("decodeSafetensors() says what is wrong and where", () => {
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(3), "Expected a header of 8 bytes but found 3 bytes in w"],
    [
      new Uint8Array(16).fill(255),
      "Expected a header of 18446744073709551615 bytes but found 8 bytes in w",
    ],
    [file("{oops"), "Expected a JSON header but found other bytes in w"],
    [
      file("[1]"),
      "Expected a JSON object as header but found another value in w",
    ],
    [
      file({ __metadata__: { a: 1 } }),
      "Expected texts in __metadata__ but found another value in w",
    ],
    [
      file({ a: 3 }),
      "Expected dtype, shape and data_offsets but found 3 in tensor a of w",
    ],
    [
      file({ a: { ...f32([1], 0, 4), dtype: "BF16" } }, 4),
      'Expected dtype F32, F64, I32, U8 but found "BF16" in tensor a of w',
    ],
    [
      file({ a: f32([-1], 0, 4) }, 4),
      "Expected a shape of non-negative integers but found [-1] in tensor a of w",
    ],
    [
      file({ a: f32([1], 0) }, 4),
      "Expected two data_offsets but found [0] in tensor a of w",
    ],
    [
      file({ a: f32([2], 0, 4) }, 4),
      "Expected data_offsets 8 bytes apart but found [0,4] in tensor a of w",
    ],
    [
      file({ a: f32([2], 0, 8) }, 4),
      "Expected data_offsets within 4 bytes of data but found [0,8] in tensor a of w",
    ],
    [
      file({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8),
      "Expected data from byte 8 but found byte 4 in tensor b of w",
    ],
    [
      file({ a: f32([1], 4, 8) }, 8),
      "Expected data from byte 0 but found byte 4 in tensor a of w",
    ],
    [
      file({ a: f32([1], 0, 4) }, 9),
      "Expected 4 bytes of data but found 9 in w",
    ],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decodeSafetensors(bytes, "w"), SyntaxError, message);
  }
});

Deno.test("readSafetensorsHeader() refuses a header that is too long without reading it", () => {
  const read = (start: number, length: number) => {
    assertEquals([start, length], [0, 8]);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 24n + 1n, true);
    return bytes;
  };
  assertThrows(
    () => readSafetensorsHeader({ size: 2 ** 40, read }, "w"),
    SyntaxError,
    "Expected a header of at most 16777216 bytes but found 16777217 in w",
  );
});

Deno.test("encodeSafetensors() refuses data that does not fit dtype, shape or name", () => {
  const data = new Float32Array(2);
  assertThrows(
    () => encodeSafetensors({ x: { dtype: "I32", shape: [2], data } }),
    TypeError,
    "Expected Int32Array for I32 but found Float32Array in x",
  );
  assertThrows(
    () => encodeSafetensors({ x: { dtype: "F32", shape: [3], data } }),
    RangeError,
    "Expected data for shape [3] but found 2 elements in x",
  );
  assertThrows(
    () =>
      encodeSafetensors({ __metadata__: { dtype: "F32", shape: [2], data } }),
    TypeError,
    "__metadata__",
  );
});
