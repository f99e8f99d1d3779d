import { describeTensor, DType, elementSize } from "./dtype.ts";
import type { Native } from "./native.ts";
import type { Values } from "./op_binding.ts";

/** Makes a tensor of values in host memory and returns its handle. */
export function writeTensor(
  { c, status, check }: Native,
  { shape, dtype, values }: {
    readonly shape: readonly number[];
    readonly dtype: number;
    readonly values: Values;
  },
): bigint {
  const dims = BigInt64Array.from(shape, BigInt);
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = typedValues(dtype, values);
  const size = count * elementSize(dtype);
  if (bytes.byteLength !== size) {
    throw new RangeError(
      `Expected ${size} bytes but found ${bytes.byteLength} for ${
        describeTensor({ dtype, shape })
      }`,
    );
  }
  const tensor = c.TF_AllocateTensor(
    dtype,
    dims.length > 0 ? dims : new BigInt64Array(1),
    shape.length,
    BigInt(size),
  );
  if (size > 0) c.copyIn(c.TF_TensorData(tensor), bytes, BigInt(size));
  const handle = c.TFE_NewTensorHandle(tensor, status);
  c.TF_DeleteTensor(tensor);
  check("tensor");
  return handle;
}

/**
 * Copies the values behind a handle.
 *
 * @param description Text of the tensor, for errors.
 */
export function readTensor(
  { c, status, check }: Native,
  handle: bigint,
  description: () => string,
): Values {
  const dtype = c.TFE_TensorHandleDataType(handle);
  const tensor = c.TFE_TensorHandleResolve(handle, status);
  check("read");
  try {
    const size = c.TF_TensorByteSize(tensor);
    const buffer = new ArrayBuffer(Number(size));
    if (size > 0n) {
      c.copyOut(new Uint8Array(buffer), c.TF_TensorData(tensor), size);
    }
    switch (dtype) {
      case DType.float32:
      case DType.complex64:
        return new Float32Array(buffer);
      case DType.int32:
        return new Int32Array(buffer);
      case DType.int64:
        return new BigInt64Array(buffer);
      case DType.bool:
      case DType.uint8:
        return new Uint8Array(buffer);
      default:
        throw new TypeError(
          `Expected a readable tensor but found ${description()}`,
        );
    }
  } finally {
    c.TF_DeleteTensor(tensor);
  }
}

/** tfjs passes plain arrays for some bool and int32 data. */
function typedValues(
  dtype: number,
  values: Values,
): Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  if (ArrayBuffer.isView(values)) return values as Float32Array<ArrayBuffer>;
  const plain = values as unknown as number[];
  if (dtype === DType.float32) return Float32Array.from(plain);
  if (dtype === DType.int32) {
    return new Uint8Array(Int32Array.from(plain).buffer);
  }
  return Uint8Array.from(plain);
}
