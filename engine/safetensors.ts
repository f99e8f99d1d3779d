/** Element types that are written and read, by their name in the file. */
export type TensorType = "F32" | "F64" | "I32" | "U8";

/** Array that holds the elements of a {@linkcode TensorType}. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A named tensor's content: elements in C order. */
export interface StoredTensor {
  /** Element type. */
  readonly dtype: TensorType;
  /** Size of each dimension; empty for a scalar. */
  readonly shape: readonly number[];
  /** Elements; its type must fit `dtype`. */
  readonly data: TensorData;
}

/** Content of a safetensors file. */
export interface SafetensorsFile {
  /** Tensors by name. */
  readonly tensors: Record<string, StoredTensor>;
  /** Free text by name (`__metadata__` in the file). */
  readonly metadata: Record<string, string>;
}

const ARRAYS = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U8: Uint8Array,
};
const METADATA = "__metadata__";

function isTensorType(value: unknown): value is TensorType {
  return typeof value === "string" && Object.hasOwn(ARRAYS, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
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
      throw new TypeError(`Expected another tensor name but found ${METADATA}`);
    }
    if (!(data instanceof ARRAYS[dtype])) {
      throw new TypeError(
        `Expected ${
          ARRAYS[dtype].name
        } for ${dtype} but found ${data.constructor.name} in ${name}`,
      );
    }
    if (!isSizes(shape) || elements(shape) !== data.length) {
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

function readHeader(
  bytes: Uint8Array,
  place: string,
): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) {
    throw new SyntaxError(
      `Expected a header of 8 bytes but found ${bytes.length} bytes in ${place}`,
    );
  }
  const size = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(
    0,
    true,
  );
  if (size > BigInt(bytes.length - 8)) {
    throw new SyntaxError(
      `Expected a header of ${size} bytes but found ${
        bytes.length - 8
      } bytes in ${place}`,
    );
  }
  const start = 8 + Number(size);
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(
        bytes.subarray(8, start),
      ),
    );
  } catch (cause) {
    throw new SyntaxError(
      `Expected a JSON header but found other bytes in ${place}`,
      { cause },
    );
  }
  if (!isRecord(header)) {
    throw new SyntaxError(
      `Expected a JSON object as header but found another value in ${place}`,
    );
  }
  return { header, start };
}

function readMetadata(value: unknown, place: string): Record<string, string> {
  if (value === undefined) return {};
  if (
    !isRecord(value) ||
    !Object.values(value).every((text) => typeof text === "string")
  ) {
    throw new SyntaxError(
      `Expected texts in ${METADATA} but found another value in ${place}`,
    );
  }
  return value as Record<string, string>;
}

/**
 * Reads a safetensors file. The tensors are copies, so the bytes may be reused.
 *
 * @param bytes The whole file.
 * @param place Named in errors: the path of the file where there is one.
 * @throws {SyntaxError} If the file is cut off or corrupt: a header that is no JSON, an unknown dtype, offsets that
 * overlap, leave holes or do not fit the shape, or missing or surplus bytes.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  place = "safetensors data",
): SafetensorsFile {
  const { header, start } = readHeader(bytes, place);
  const { [METADATA]: texts, ...entries } = header;
  const metadata = readMetadata(texts, place);
  const tensors: [string, StoredTensor][] = [];
  const spans: { name: string; begin: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const fail = (expected: string, found: unknown): never => {
      throw new SyntaxError(
        `Expected ${expected} but found ${
          JSON.stringify(found)
        } in tensor ${name} of ${place}`,
      );
    };
    if (!isRecord(entry)) return fail("dtype, shape and data_offsets", entry);
    const { dtype, shape, data_offsets: offsets } = entry;
    if (!isTensorType(dtype)) {
      return fail(`dtype ${Object.keys(ARRAYS).join(", ")}`, dtype);
    }
    if (!isSizes(shape)) return fail("a shape of non-negative integers", shape);
    if (!isSizes(offsets) || offsets.length !== 2) {
      return fail("two data_offsets", offsets);
    }
    const [begin, end] = offsets as [number, number];
    const size = elements(shape) * ARRAYS[dtype].BYTES_PER_ELEMENT;
    if (end - begin !== size) {
      return fail(`data_offsets ${size} bytes apart`, offsets);
    }
    if (start + end > bytes.length) {
      return fail(
        `data_offsets within ${bytes.length - start} bytes of data`,
        offsets,
      );
    }
    spans.push({ name, begin, end });
    tensors.push([name, {
      dtype,
      shape,
      data: new ARRAYS[dtype](bytes.slice(start + begin, start + end).buffer),
    }]);
  }
  let at = 0;
  for (
    const { name, begin, end } of spans.sort((a, b) =>
      a.begin - b.begin || a.end - b.end
    )
  ) {
    if (begin !== at) {
      throw new SyntaxError(
        `Expected data from byte ${at} but found byte ${begin} in tensor ${name} of ${place}`,
      );
    }
    at = end;
  }
  if (start + at !== bytes.length) {
    throw new SyntaxError(
      `Expected ${at} bytes of data but found ${
        bytes.length - start
      } in ${place}`,
    );
  }
  return { tensors: Object.fromEntries(tensors), metadata };
}
