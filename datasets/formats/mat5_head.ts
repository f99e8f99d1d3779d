/** Head of an array of a MATLAB file. */
export interface MatHead {
  readonly name: string;
  /** Kind of its elements, such as `uint8`, `double` or `struct`. */
  readonly kind: string;
  /** Size of each dimension; the first varies fastest. */
  readonly shape: readonly number[];
  /** Position of the elements after the start of the array. */
  readonly start: number;
  /** Bytes of the elements. */
  readonly size: number;
  /** How numbers are stored, which may be shorter than their kind; undefined for what is no array of real numbers. */
  readonly storage?: MatStorage;
}

/** Type of an element that is an array. */
export const MAT_MATRIX = 14;

const INT8 = 1;
const INT32 = 5;
const UINT32 = 6;

/** Kinds of arrays by their number in a file; from `double` on they are numbers. */
const KINDS = [
  ...["", "cell", "struct", "object", "char", "sparse"],
  ...["double", "single", "int8", "uint8", "int16", "uint16"],
  ...["int32", "uint32", "int64", "uint64", "function", "opaque"],
];

const FIRST_NUMBER = KINDS.indexOf("double");
const LAST_NUMBER = KINDS.indexOf("uint64");

/** Bit of the flags of an array of complex numbers. */
const COMPLEX = 0x800;

/** Numbers in a file by the type of their element: bytes of each, and how one is read. */
const STORAGES = {
  1: { width: 1, read: (view, at) => view.getInt8(at) },
  2: { width: 1, read: (view, at) => view.getUint8(at) },
  3: { width: 2, read: (view, at) => view.getInt16(at, true) },
  4: { width: 2, read: (view, at) => view.getUint16(at, true) },
  5: { width: 4, read: (view, at) => view.getInt32(at, true) },
  6: { width: 4, read: (view, at) => view.getUint32(at, true) },
  7: { width: 4, read: (view, at) => view.getFloat32(at, true) },
  9: { width: 8, read: (view, at) => view.getFloat64(at, true) },
  12: { width: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  13: { width: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
} as const satisfies Readonly<
  Record<
    number,
    { width: number; read: (view: DataView, at: number) => number }
  >
>;

/** How numbers are stored: the type of their element. */
export type MatStorage = keyof typeof STORAGES;

/** Numbers from their bytes. */
export function matNumbers(
  bytes: Uint8Array,
  storage: MatStorage,
): Float64Array {
  const { width, read } = STORAGES[storage];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float64Array.from(
    { length: bytes.length / width },
    (_, index) => read(view, index * width),
  );
}

interface Tag {
  readonly type: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** Position of the content. */
  readonly start: number;
  /** Position of the next element. */
  readonly next: number;
}

type Fail = (expected: string, found: unknown) => never;

/** Reads name, kind, shape and position of the elements of an array. */
export function parseMatHead(head: Uint8Array, fail: Fail): MatHead {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const tagAt = (at: number) => readTag(view, at, fail);
  const outer = tagAt(0);
  if (outer.type !== MAT_MATRIX) {
    fail("an array (type 14)", `type ${outer.type}`);
  }
  const flags = tagAt(8);
  if (flags.type !== UINT32 || flags.size !== 8) {
    fail(
      "array flags (type 6, 8 bytes)",
      `type ${flags.type}, ${flags.size} bytes`,
    );
  }
  const word = view.getUint32(flags.start, true);
  const kind = KINDS[word & 0xff] ?? "";
  if (kind === "") fail("a class from 1 to 17", `class ${word & 0xff}`);
  // An object of a newer MATLAB has no dimensions.
  if (kind === "opaque") {
    return { name: "", kind, shape: [], start: 0, size: 0 };
  }
  const sizes = tagAt(flags.next);
  const shape = readShape(view, sizes, fail);
  const count = shape.reduce((product, n) => product * n, 1);
  if (shape.some((n) => n < 0) || !Number.isSafeInteger(count)) {
    fail("non-negative dimensions", shape.join(" x "));
  }
  const label = tagAt(sizes.next);
  if (label.type !== INT8 || label.size > 63) {
    fail("a name (type 1)", `type ${label.type}, ${label.size} bytes`);
  }
  const name = new TextDecoder().decode(
    head.subarray(label.start, label.start + label.size),
  );
  const at = word & 0xff;
  const numbers = at >= FIRST_NUMBER && at <= LAST_NUMBER &&
    (word & COMPLEX) === 0;
  // The elements of others are not read.
  if (!numbers) return { name, kind, shape, start: 0, size: 0 };
  const data = tagAt(label.next);
  const storage = data.type as MatStorage;
  const width = STORAGES[storage]?.width ??
    fail("numbers", `type ${data.type} of ${name}`);
  if (kind === "uint8" && storage !== 2) {
    fail("bytes (type 2)", `type ${data.type} of ${name}`);
  }
  if (data.size !== count * width) {
    fail(
      `${count * width} bytes for ${shape.join(" x ")}`,
      `${data.size} of ${name}`,
    );
  }
  return { name, kind, shape, start: data.start, size: data.size, storage };
}

function readShape(view: DataView, { type, size, start }: Tag, fail: Fail) {
  if (type !== INT32 || size % 4 !== 0 || size < 8 || size > 64) {
    fail("dimensions (type 5)", `type ${type}, ${size} bytes`);
  }
  return Array.from(
    { length: size / 4 },
    (_, axis) => view.getInt32(start + 4 * axis, true),
  );
}

function readTag(view: DataView, at: number, fail: Fail): Tag {
  if (at + 8 > view.byteLength) {
    return fail(`8 bytes at ${at}`, `${view.byteLength} bytes`);
  }
  const word = view.getUint32(at, true);
  // a small element holds type and size in one word, and its content in the next
  if (word >>> 16 !== 0) {
    return {
      type: word & 0xffff,
      size: word >>> 16,
      start: at + 4,
      next: at + 8,
    };
  }
  const size = view.getUint32(at + 4, true);
  return {
    type: word,
    size,
    start: at + 8,
    next: at + 8 + Math.ceil(size / 8) * 8,
  };
}
