import { fileRange } from "../../common/file_range.ts";
import { readInto } from "../../common/read_into.ts";

/** A uint8 array of a MATLAB file. */
export interface MatArray {
  readonly name: string;
  /** Size of each dimension; the first varies fastest. */
  readonly shape: readonly number[];
  /** Reads the elements in pieces of any length; each call reads the file anew. */
  chunks(): AsyncIterable<Uint8Array>;
}

const HEADER = 128;
const COMPRESSED = 15;
const MATRIX = 14;
const INT8 = 1;
const UINT8 = 2;
const INT32 = 5;
const UINT32 = 6;
const UINT8_CLASS = 9;

/** Most bytes of a compressed array for each of its packed ones; those of SVHN have 1.2. */
export const MAT_EXPANSION = 100;

/** Most bytes of an array before its elements; those of SVHN have 64. */
export const LONGEST_HEAD = 4096;

interface Tag {
  readonly type: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** Position of the content. */
  readonly start: number;
  /** Position of the next element. */
  readonly next: number;
}

/**
 * Opens a MATLAB 5 file (little endian) of uint8 arrays, compressed or not, such as those of SVHN. Only the heads of
 * the arrays are read here, so the time does not depend on the size of the file.
 *
 * @throws {SyntaxError} With file, offset, what was expected and what was found.
 */
export async function openMat(path: string): Promise<MatArray[]> {
  using file = await Deno.open(path, { read: true });
  const { size } = await file.stat();
  const fail = (at: number, expected: string, found: unknown): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} at byte ${at} of ${path}`,
    );
  };
  const read = (start: number, length: number): DataView => {
    const bytes = new Uint8Array(length);
    if (!readInto(file, start, bytes)) {
      const rest = Math.max(0, size - start);
      fail(start + rest, `${length - rest} more bytes`, "the end of the file");
    }
    return new DataView(bytes.buffer);
  };
  const head = read(0, HEADER);
  const endian = head.getUint16(126, true);
  if (endian !== 0x4d49) {
    fail(
      126,
      "the mark IM of a little-endian MATLAB 5 file",
      `0x${endian.toString(16).padStart(4, "0")}`,
    );
  }
  const version = head.getUint16(124, true);
  if (version !== 0x100) {
    fail(124, "version 0x0100", `0x${version.toString(16)}`);
  }
  const arrays: MatArray[] = [];
  for (let at = HEADER; at < size;) {
    const tag = read(at, 8);
    const type = tag.getUint32(0, true);
    const length = tag.getUint32(4, true);
    if (type !== COMPRESSED && type !== MATRIX) {
      fail(at, "an array (14) or a compressed one (15)", `type ${type}`);
    }
    const start = at + 8;
    if (start + length > size) {
      fail(at + 4, `at most ${size - start} bytes`, length);
    }
    arrays.push(
      await openArray(path, {
        at,
        start: type === COMPRESSED ? start : at,
        end: start + length,
        compressed: type === COMPRESSED,
      }),
    );
    at = start + length;
  }
  return arrays;
}

/** Position of an array in the file. */
interface ArrayPlace {
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly compressed: boolean;
}

/** Reads the head of one array. */
async function openArray(path: string, place: ArrayPlace): Promise<MatArray> {
  const where = `the array at byte ${place.at} of ${path}`;
  const fail = (expected: string, found: unknown): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} in ${where}`,
    );
  };
  const pass = () => elementBytes(path, place, where);
  let head = new Uint8Array();
  for await (const chunk of pass()) {
    head = concat(head, chunk.subarray(0, LONGEST_HEAD - head.length));
    if (head.length === LONGEST_HEAD) break;
  }
  const { name, shape, start, count } = parseHead(head, fail);
  const packed = place.end - place.start;
  if (place.compressed && count > Math.max(1 << 20, MAT_EXPANSION * packed)) {
    fail(
      `at most ${MAT_EXPANSION} bytes for each of ${packed} packed ones`,
      `${count} of ${name}`,
    );
  }
  return {
    name,
    shape,
    async *chunks() {
      let at = 0;
      for await (const chunk of pass()) {
        const from = Math.max(0, start - at);
        const to = Math.min(chunk.length, start + count - at);
        if (to > from) yield chunk.subarray(from, to);
        at += chunk.length;
        // Up to seven bytes fill the last word.
        if (at > start + count + 7) {
          fail(`${count} bytes of ${name}`, "more");
        }
      }
      if (at < start + count) {
        fail(`${count} bytes of ${name}`, Math.max(0, at - start));
      }
    },
  };
}

type Fail = (expected: string, found: unknown) => never;

/** Reads name, shape and position of the elements of an array. */
function parseHead(
  head: Uint8Array,
  fail: Fail,
): { name: string; shape: number[]; start: number; count: number } {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const tagAt = (at: number) => readTag(view, at, fail);
  const outer = tagAt(0);
  if (outer.type !== MATRIX) fail("an array (type 14)", `type ${outer.type}`);
  const flags = tagAt(8);
  if (flags.type !== UINT32 || flags.size !== 8) {
    fail(
      "array flags (type 6, 8 bytes)",
      `type ${flags.type}, ${flags.size} bytes`,
    );
  }
  const kind = view.getUint32(flags.start, true) & 0xff;
  if (kind !== UINT8_CLASS) fail("class 9 (uint8)", `class ${kind}`);
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
  const data = tagAt(label.next);
  if (data.type !== UINT8) {
    fail("bytes (type 2)", `type ${data.type} of ${name}`);
  }
  if (data.size !== count) {
    fail(
      `${count} bytes for ${shape.join(" x ")}`,
      `${data.size} of ${name}`,
    );
  }
  return { name, shape, start: data.start, count };
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

/** Bytes of an element, inflated if it is compressed. */
async function* elementBytes(
  path: string,
  place: ArrayPlace,
  where: string,
): AsyncGenerator<Uint8Array> {
  const raw = fileRange(path, place.start, place.end);
  const body = place.compressed
    ? raw.pipeThrough(new DecompressionStream("deflate"))
    : raw;
  try {
    yield* body;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw cause;
    throw new SyntaxError(
      `Expected a whole zlib stream but found a damaged one in ${where}`,
      { cause },
    );
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
