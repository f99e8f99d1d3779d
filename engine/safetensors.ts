import {
  elementCount,
  isShape,
  METADATA,
  readSafetensorsHeader,
  TENSOR_ARRAYS,
  type TensorType,
} from "./safetensors_header.ts";

export {
  readSafetensorsHeader,
  type TensorPlace,
  type TensorType,
} from "./safetensors_header.ts";

/** Array that holds the elements of a {@linkcode TensorType}. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A tensor of a file: elements in C order. */
export interface StoredTensor {
  readonly dtype: TensorType;
  /** Size of each dimension; empty for a scalar. */
  readonly shape: readonly number[];
  /** Elements; must match `dtype`. */
  readonly data: TensorData;
}

/**
 * Writes tensors in the safetensors format: 8 bytes of header length, a JSON header, then the raw little-endian
 * elements. Names are sorted and the header is padded to 8 bytes, so equal content gives equal bytes.
 *
 * @throws {TypeError} If an array does not fit its dtype.
 * @throws {RangeError} If an array does not fit its shape.
 *
 * @example Round trip
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const tensors = { bias: { dtype: "F32", shape: [2], data: new Float32Array([1, 2]) } } as const;
 * assertEquals(decodeSafetensors(encodeSafetensors(tensors)).tensors, tensors);
 * ```
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = [];
  const texts = Object.keys(metadata).sort().map((
    name,
  ) => [name, metadata[name]]);
  if (texts.length > 0) header.push([METADATA, Object.fromEntries(texts)]);
  const names = Object.keys(tensors).sort();
  let size = 0;
  for (const name of names) {
    const { dtype, shape, data } = tensors[name]!;
    if (name === METADATA) {
      throw new TypeError(`A tensor cannot be named ${METADATA}`);
    }
    if (!(data instanceof TENSOR_ARRAYS[dtype])) {
      throw new TypeError(
        `Expected ${
          TENSOR_ARRAYS[dtype].name
        } for ${dtype} but found ${data.constructor.name} in ${name}`,
      );
    }
    if (!isShape(shape) || elementCount(shape) !== data.length) {
      throw new RangeError(
        `Expected data for shape [${shape}] but found ${data.length} elements in ${name}`,
      );
    }
    header.push([name, {
      dtype,
      shape,
      data_offsets: [size, size + data.byteLength],
    }]);
    size += data.byteLength;
  }
  // Built by hand: an object would move names that look like integers to the front.
  const json = `{${
    header.map(([name, value]) =>
      `${JSON.stringify(name)}:${JSON.stringify(value)}`
    ).join(",")
  }}`;
  const text = new TextEncoder().encode(json);
  const headerSize = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerSize + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerSize), true);
  bytes.set(text, 8);
  bytes.fill(0x20, 8 + text.length, 8 + headerSize);
  let at = 8 + headerSize;
  for (const name of names) {
    const { data } = tensors[name]!;
    bytes.set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      at,
    );
    at += data.byteLength;
  }
  return bytes;
}

export function decodeSafetensors(
  bytes: Uint8Array,
  place = "safetensors data",
): {
  readonly tensors: Record<string, StoredTensor>;
  /** Free text by name: `__metadata__` in the file. */
  readonly metadata: Record<string, string>;
} {
  const { tensors, metadata } = readSafetensorsHeader({
    size: bytes.length,
    read: (start, length) => bytes.subarray(start, start + length),
  }, place);
  const copies = Object.entries(tensors).map(([name, tensor]) => {
    const { dtype, shape, start, end } = tensor;
    const data = new TENSOR_ARRAYS[dtype](bytes.slice(start, end).buffer);
    return [name, { dtype, shape, data }] as const;
  });
  return { tensors: Object.fromEntries(copies), metadata };
}
