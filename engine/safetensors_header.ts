/** Array of each element type, by the type's name in the file. */
export const TENSOR_ARRAYS = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U8: Uint8Array,
};

/** Element types that are written and read. */
export type TensorType = keyof typeof TENSOR_ARRAYS;

/** Name in the header under which free text stands. */
export const METADATA = "__metadata__";

/** Most bytes of the header; that of a large supernet has 1 MB. */
export const LARGEST_HEADER = 1 << 24;

/** Where a tensor lies in a file. */
export interface TensorPlace {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  /** Position of the first byte, and of the byte after the last. */
  readonly start: number;
  readonly end: number;
}

/** A file of `size` bytes that is read in parts. */
export interface ByteSource {
  readonly size: number;
  read(start: number, length: number): Uint8Array;
}

function isTensorType(value: unknown): value is TensorType {
  return typeof value === "string" && Object.hasOwn(TENSOR_ARRAYS, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for the shape of a tensor. */
export function isShape(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Elements of a tensor. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

function fail(expected: string, found: unknown, place: string): never {
  throw new SyntaxError(`Expected ${expected} but found ${found} in ${place}`);
}

function parseHeader(
  { size, read }: ByteSource,
  place: string,
): { header: Record<string, unknown>; start: number } {
  if (size < 8) fail("a header of 8 bytes", `${size} bytes`, place);
  const { buffer, byteOffset } = read(0, 8);
  const length = new DataView(buffer, byteOffset).getBigUint64(0, true);
  if (length > BigInt(size - 8)) {
    fail(`a header of ${length} bytes`, `${size - 8} bytes`, place);
  }
  if (length > LARGEST_HEADER) {
    fail(`a header of at most ${LARGEST_HEADER} bytes`, `${length}`, place);
  }
  const start = 8 + Number(length);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let header: unknown;
  try {
    header = JSON.parse(decoder.decode(read(8, start - 8)));
  } catch {
    fail("a JSON header", "other bytes", place);
  }
  if (isRecord(header)) return { header, start };
  return fail("a JSON object as header", "another value", place);
}

function tensorPlace(entry: unknown, place: string): TensorPlace {
  const no = (expected: string, found: unknown) =>
    fail(expected, JSON.stringify(found), place);
  if (!isRecord(entry)) return no("dtype, shape and data_offsets", entry);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isTensorType(dtype)) {
    return no(`dtype ${Object.keys(TENSOR_ARRAYS).join(", ")}`, dtype);
  }
  if (!isShape(shape)) return no("a shape of non-negative integers", shape);
  if (!isShape(offsets) || offsets.length !== 2) {
    return no("two data_offsets", offsets);
  }
  const [start, end] = offsets as [number, number];
  const size = elementCount(shape) * TENSOR_ARRAYS[dtype].BYTES_PER_ELEMENT;
  if (end - start !== size) no(`data_offsets ${size} bytes apart`, offsets);
  return { dtype, shape, start, end };
}

/**
 * Reads where the tensors of a safetensors file lie, and no tensor.
 *
 * @param place Names the file in errors.
 * @throws {SyntaxError} If the file is cut off or corrupt: a header that is no JSON, an unknown dtype, offsets that
 * overlap, leave holes or do not fit the shape, or missing or surplus bytes.
 */
export function readSafetensorsHeader(source: ByteSource, place: string): {
  tensors: Record<string, TensorPlace>;
  metadata: Record<string, string>;
} {
  const { header, start } = parseHeader(source, place);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (
    !isRecord(metadata) ||
    !Object.values(metadata).every((text) => typeof text === "string")
  ) return fail(`texts in ${METADATA}`, "another value", place);
  const found = Object.entries(entries).map(([name, entry]) => ({
    name,
    own: tensorPlace(entry, `tensor ${name} of ${place}`),
  }));
  const held = source.size - start;
  let at = 0;
  for (
    const { name, own } of found.toSorted((a, b) =>
      a.own.start - b.own.start || a.own.end - b.own.end
    )
  ) {
    const where = `tensor ${name} of ${place}`;
    if (own.end > held) {
      const offsets = `[${own.start},${own.end}]`;
      fail(`data_offsets within ${held} bytes of data`, offsets, where);
    }
    if (own.start !== at) {
      fail(`data from byte ${at}`, `byte ${own.start}`, where);
    }
    at = own.end;
  }
  if (at !== held) fail(`${at} bytes of data`, held, place);
  const tensors = found.map(({ name, own }) =>
    [name, {
      ...own,
      start: start + own.start,
      end: start + own.end,
    }] as const
  );
  return {
    tensors: Object.fromEntries(tensors),
    metadata: metadata as Record<string, string>,
  };
}
