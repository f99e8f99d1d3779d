import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type EncodedTensor, goldenTensor, readGolden } from "./golden.ts";

Deno.test("goldenTensor() decodes every dtype", () => {
  const encode = (data: Float32Array | Float64Array | Int32Array) =>
    btoa(String.fromCharCode(...new Uint8Array(data.buffer)));
  for (
    const [dtype, data] of [
      ["f32", new Float32Array([1.5, -2])],
      ["f64", new Float64Array([Math.PI, 0])],
      ["i32", new Int32Array([7, -8])],
    ] as const
  ) {
    assertEquals(goldenTensor({ shape: [1, 2], dtype, b64: encode(data) }), {
      shape: [1, 2],
      data,
    });
  }
});

Deno.test("goldenTensor() refuses data that does not fit its shape", () => {
  assertThrows(
    () => goldenTensor({ shape: [3], dtype: "f32", b64: btoa("\0\0\0\0") }),
    RangeError,
    "Expected 3 values for shape [3] but found 1",
  );
});

Deno.test("readGolden() reads tensors whose statistics make sense", () => {
  const { params } = readGolden<{ params: Record<string, EncodedTensor> }>(
    "supernet_darts_s1",
  );
  const stem = goldenTensor(params["stem.0.weight"]!);
  assertEquals(stem.shape, [12, 3, 3, 3]);
  // PyTorch draws the stem from U(-1/sqrt(27), 1/sqrt(27)).
  const bound = 1 / Math.sqrt(27);
  assertEquals(stem.data.every((x: number) => Math.abs(x) <= bound), true);
  assertAlmostEquals(
    Array.from(stem.data).reduce((a, b) => a + b, 0) / stem.data.length,
    0,
    bound / 5,
  );
});
