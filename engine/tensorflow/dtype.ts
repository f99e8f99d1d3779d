/** TensorFlow's numbers of data types (TF_DataType). */
export const DType = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
} as const;

/** Numbers of attribute types in tfjs-node's binding (TF_AttrType). */
export const AttributeType = {
  string: 0,
  int: 1,
  float: 2,
  bool: 3,
  type: 4,
  shape: 5,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  1: "f32",
  3: "i32",
  4: "u8",
  7: "string",
  8: "c64",
  9: "i64",
  10: "bool",
  14: "bf16",
  20: "resource",
};

/**
 * Type and shape of a tensor for messages, such as `f32[2,8,8,4]`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(describeTensor({ dtype: 1, shape: [2, 3] }), "f32[2,3]");
 * ```
 */
export function describeTensor(
  { dtype, shape }: { dtype: number; shape: readonly number[] },
): string {
  return `${NAMES[dtype] ?? `dtype ${dtype}`}[${shape}]`;
}

/** Bytes of one element; throws for a type without a fixed size. */
export function elementSize(dtype: number): number {
  switch (dtype) {
    case DType.bool:
    case DType.uint8:
      return 1;
    case DType.float32:
    case DType.int32:
      return 4;
    case DType.complex64:
    case DType.int64:
      return 8;
    default:
      throw new TypeError(
        `Expected a numeric type but found ${NAMES[dtype] ?? dtype}`,
      );
  }
}
