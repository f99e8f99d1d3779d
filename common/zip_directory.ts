import { crc32 } from "node:zlib";
import { readInto } from "./read_into.ts";
import { utf8, utf8Name } from "./utf8.ts";

/** An entry of a zip archive's directory. */
export interface ZipEntry {
  /** Unchecked: it may lead out of a folder. */
  readonly name: string;
  /** The name as the directory and the local header have it, if it is not `name` in UTF-8. */
  readonly rawName?: Uint8Array;
  /** Unix mode, 0 where there is none. */
  readonly mode: number;
  readonly flags: number;
  /** Compression method: 0 stored, 8 deflated. */
  readonly method: number;
  /** CRC-32 of the content. */
  readonly crc: number;
  /** Size in the archive, in bytes. */
  readonly packed: number;
  /** Size of the content, in bytes. */
  readonly size: number;
  /** Position of the local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Bytes of a local header, without name and extra field. */
export const LOCAL_HEADER = 30;

/** Identifiers of parts of an extra field. */
const WIDE = 1;
const UNICODE_PATH = 0x7075;

const ABSENT = 0xffff_ffff;
const UNIX = 3;

/** Reads part of a file. */
type Read = (start: number, length: number) => DataView;

/** Bytes of the largest directory that is read: two million files. */
export const LARGEST_DIRECTORY = 1 << 28;

/**
 * Reads the directory at the end of a zip archive.
 *
 * @throws {SyntaxError} With file, offset, what was expected and what was found.
 */
export function readZipDirectory(path: string): ZipEntry[] {
  using file = Deno.openSync(path, { read: true });
  const { size } = file.statSync();
  const read: Read = (start, length) => {
    if (start < 0 || start + length > size) {
      throw new SyntaxError(
        `Expected ${length} bytes at byte ${start} but found the end at ${size} of ${path}`,
      );
    }
    const bytes = new Uint8Array(length);
    readInto(file, start, bytes);
    return new DataView(bytes.buffer);
  };
  const { count, start, length } = findDirectory(read, size, path);
  if (length > LARGEST_DIRECTORY) {
    throw new SyntaxError(
      `Expected a directory of at most ${LARGEST_DIRECTORY} bytes but found ${length} in ${path}`,
    );
  }
  const view = read(start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; at < length;) {
    const expectBytes = (needed: number) => {
      if (at + needed > length) {
        throw new SyntaxError(
          `Expected ${needed} bytes of the directory at byte ${
            start + at
          } but found ${length - at} in ${path}`,
        );
      }
    };
    expectBytes(46);
    const mark = view.getUint32(at, true);
    if (mark !== CENTRAL) {
      throw new SyntaxError(
        `Expected an entry of the directory at byte ${start + at} but found 0x${
          mark.toString(16)
        } in ${path}`,
      );
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    expectBytes(next);
    entries.push(readEntry(view, at, { nameLength, extraLength, path }));
    at += next;
  }
  if (entries.length !== count) {
    throw new SyntaxError(
      `Expected ${count} files but found ${entries.length} in the directory of ${path}`,
    );
  }
  return entries;
}

/**
 * Position of a file's content.
 *
 * @param header The {@linkcode LOCAL_HEADER} bytes at the entry's offset.
 * @throws {SyntaxError} If they are no local header.
 */
export function contentStart(
  header: DataView,
  { name, offset }: Pick<ZipEntry, "name" | "offset">,
  path: string,
): number {
  const mark = header.getUint32(0, true);
  if (mark !== LOCAL) {
    throw new SyntaxError(
      `Expected a local header at byte ${offset} but found 0x${
        mark.toString(16)
      } in ${name} of ${path}`,
    );
  }
  return offset + LOCAL_HEADER + header.getUint16(26, true) +
    header.getUint16(28, true);
}

function readEntry(
  view: DataView,
  at: number,
  { nameLength, extraLength, path }: {
    readonly nameLength: number;
    readonly extraLength: number;
    readonly path: string;
  },
): ZipEntry {
  const bytes = new Uint8Array(view.buffer);
  const from = at + 46;
  const rawName = bytes.subarray(from, from + nameLength);
  const unicode = extraField(
    view,
    UNICODE_PATH,
    from + nameLength,
    extraLength,
  );
  const own = unicodePath(rawName, unicode);
  const wide = wideSizes(view, at + 46 + nameLength, extraLength);
  const field = (offset: number) => {
    const value = view.getUint32(at + offset, true);
    return value === ABSENT ? wide.shift() ?? value : value;
  };
  // the order of these values in the extra field
  const size = field(24);
  const packed = field(20);
  const offset = field(42);
  return {
    ...(own === undefined
      ? { name: utf8Name(rawName, path) }
      : { name: own, rawName: rawName.slice() }),
    mode: view.getUint8(at + 5) === UNIX
      ? view.getUint32(at + 38, true) >>> 16
      : 0,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
  };
}

/** The first part of an extra field that has an identifier. */
function extraField(
  view: DataView,
  id: number,
  start: number,
  length: number,
): DataView | undefined {
  for (let at = start; at + 4 <= start + length;) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === id) {
      const own = Math.min(size, start + length - at - 4);
      return new DataView(view.buffer, at + 4, own);
    }
    at += 4 + size;
  }
  return undefined;
}

/** The 64-bit values of an entry's extra field. */
function wideSizes(view: DataView, start: number, length: number): number[] {
  const field = extraField(view, WIDE, start, length);
  return Array.from(
    { length: (field?.byteLength ?? 0) >> 3 },
    (_, index) => Number(field!.getBigUint64(8 * index, true)),
  );
}

/**
 * The name in a Unicode path field, which is in UTF-8: a version, the checksum of the other name, the name. Undefined
 * if the other name has been changed since.
 */
function unicodePath(
  rawName: Uint8Array,
  field: DataView | undefined,
): string | undefined {
  const valid = field !== undefined && field.byteLength > 5 &&
    field.getUint8(0) === 1 && field.getUint32(1, true) === crc32(rawName);
  if (!valid) return undefined;
  return utf8(
    new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5),
  );
}

function findDirectory(
  read: Read,
  size: number,
  path: string,
): { count: number; start: number; length: number } {
  // a comment of at most 65,535 bytes may follow the end record of 22
  const span = Math.min(size, 22 + 65_535);
  const tail = read(size - span, span);
  let at = span - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) {
    throw new SyntaxError(
      `No zip archive: end record not found in the last ${span} bytes of ${path}`,
    );
  }
  const end = size - span + at;
  const count = tail.getUint16(at + 10, true);
  const length = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  const narrow = count !== 0xffff && length !== ABSENT && start !== ABSENT;
  if (narrow || end < 20) return { count, start, length };
  const locator = read(end - 20, 20);
  if (locator.getUint32(0, true) !== LOCATOR64) return { count, start, length };
  const wide = read(Number(locator.getBigUint64(8, true)), 56);
  if (wide.getUint32(0, true) !== END64) {
    throw new SyntaxError(
      `Expected a zip64 end record at byte ${
        locator.getBigUint64(8, true)
      } but found 0x${wide.getUint32(0, true).toString(16)} in ${path}`,
    );
  }
  return {
    count: Number(wide.getBigUint64(32, true)),
    length: Number(wide.getBigUint64(40, true)),
    start: Number(wide.getBigUint64(48, true)),
  };
}
