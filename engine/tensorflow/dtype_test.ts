import { assertEquals, assertThrows } from "@std/assert";
import { describeTensor, DType, elementSize } from "./dtype.ts";

Deno.test("describeTensor() names type and shape, scalars and unknown types included", () => {
  assertEquals(
    describeTensor({ dtype: DType.float32, shape: [2, 8, 8, 4] }),
    "f32[2,8,8,4]",
  );
  assertEquals(describeTensor({ dtype: DType.int32, shape: [] }), "i32[]");
  assertEquals(describeTensor({ dtype: 23, shape: [1] }), "dtype 23[1]");
});

Deno.test("elementSize() knows the numeric types and refuses the others", () => {
  const sizes = [
    DType.bool,
    DType.uint8,
    DType.float32,
    DType.int32,
    DType.int64,
    DType.complex64,
  ].map(elementSize);
  assertEquals(sizes, [1, 1, 4, 4, 8, 8]);
  for (
    const [dtype, name] of [[DType.string, "string"], [
      DType.resource,
      "resource",
    ], [99, "99"]] as const
  ) {
    assertThrows(
      () => elementSize(dtype),
      TypeError,
      `Expected a numeric type but found ${name}`,
    );
  }
});
