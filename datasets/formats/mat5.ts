import { fileRange } from "../../common/file_range.ts";
import { readInto } from "../../common/read_into.ts";
import {
  MAT_MATRIX,
  type MatHead,
  matNumbers,
  parseMatHead,
} from "./mat5_head.ts";

/** An array of a MATLAB file. */
export interface MatArray extends Pick<MatHead, "name" | "kind" | "shape"> {
  /** Reads the elements of a uint8 array in pieces of any length; each call reads the file anew. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Reads the elements of a small array of numbers of any kind. */
  numbers(): Promise<Float64Array>;
}

const HEADER = 128;
const COMPRESSED = 15;
/** `IM`, as a little-endian machine writes it. */
const MARK = 0x4d49;
/** Most bytes of a compressed array for each of its packed ones; those of SVHN have 1.2. */
export const MAT_EXPANSION = 100;

/** Most bytes of an array before its elements; those of SVHN have 64. */
export const LONGEST_HEAD = 4096;

/** Most numbers of an array that are read at once: labels. */
export const MOST_NUMBERS = 1 << 24;

/**
 * Opens a MATLAB 5 file (little endian), compressed or not, such as those of SVHN. Only the heads of the arrays are read
 * here, so the time does not depend on the size of the file.
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
  const version = head.getUint16(124, true);
  if (isHdf5(new Uint8Array(head.buffer), endian === MARK ? version : 0)) {
    throw new SyntaxError(
      `Expected a MATLAB 5 file but found one of MATLAB 7.3 (HDF5) in ${path}: save it with -v7`,
    );
  }
  if (endian !== MARK) {
    fail(
      126,
      "the mark IM of a little-endian MATLAB 5 file",
      `0x${endian.toString(16).padStart(4, "0")}`,
    );
  }
  if (version !== 0x100) {
    fail(124, "version 0x0100", `0x${version.toString(16)}`);
  }
  const arrays: MatArray[] = [];
  for (let at = HEADER; at < size;) {
    const tag = read(at, 8);
    const type = tag.getUint32(0, true);
    const length = tag.getUint32(4, true);
    if (type !== COMPRESSED && type !== MAT_MATRIX) {
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

/** True for the files of MATLAB 7.3: they start with the mark of HDF5, or with the version 0x0200. */
function isHdf5(head: Uint8Array, version: number): boolean {
  return version === 0x200 ||
    new TextDecoder().decode(head.subarray(1, 4)) === "HDF";
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
  const { name, kind, shape, ...data } = parseMatHead(head, fail);
  const { start, size, storage } = data;
  const packed = place.end - place.start;
  if (place.compressed && size > Math.max(1 << 20, MAT_EXPANSION * packed)) {
    fail(
      `at most ${MAT_EXPANSION} bytes for each of ${packed} packed ones`,
      `${size} of ${name}`,
    );
  }
  const elements = async function* () {
    let at = 0;
    for await (const chunk of pass()) {
      const from = Math.max(0, start - at);
      const to = Math.min(chunk.length, start + size - at);
      if (to > from) yield chunk.subarray(from, to);
      at += chunk.length;
      // Up to seven bytes fill the last word.
      if (at > start + size + 7) fail(`${size} bytes of ${name}`, "more");
    }
    if (at < start + size) {
      fail(`${size} bytes of ${name}`, Math.max(0, at - start));
    }
  };
  return {
    name,
    kind,
    shape,
    chunks() {
      if (kind !== "uint8") fail("uint8", `${kind} of ${name}`);
      return elements();
    },
    async numbers() {
      if (storage === undefined) return fail("numbers", `${kind} of ${name}`);
      if (size > 8 * MOST_NUMBERS) {
        fail(`at most ${MOST_NUMBERS} numbers`, `${size} bytes of ${name}`);
      }
      const bytes = new Uint8Array(size);
      let at = 0;
      for await (const chunk of elements()) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      return matNumbers(bytes, storage);
    },
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
