import { crc32, inflateRawSync } from "node:zlib";
import { type Archive, checkSizes } from "./archive.ts";
import { memberNames } from "./member_name.ts";
import { readInto } from "../../common/read_into.ts";
import {
  contentStart,
  LOCAL_HEADER,
  readZipDirectory,
  type ZipEntry,
} from "../../common/zip_directory.ts";

/** An entry with its plain name. */
interface Entry extends ZipEntry {
  /** Name in the directory. */
  readonly raw: string;
}

const SYMBOLIC_LINK = 0xa000;

/**
 * Opens a `.zip`, also with more than 65,535 files (zip64). Only its directory is read here.
 *
 * @throws {SyntaxError} If the archive is damaged; {RangeError} if it holds links, encrypted files, files outside of
 * it, a name twice, files that share bytes, or more bytes than any data set.
 */
export async function openZip(path: string): Promise<Archive> {
  const { size } = await Deno.stat(path);
  const names = memberNames(path);
  const members: Entry[] = [];
  let sum = 0;
  for (const entry of readZipDirectory(path)) {
    const { mode, flags, method } = entry;
    if (entry.name.endsWith("/") && entry.size === 0) {
      names.folder(entry.name);
      continue;
    }
    const name = names.file(entry.name);
    const reject = (expected: string, found: string): never => {
      throw new RangeError(
        `Expected ${expected} but found ${found} in ${name} of ${path}`,
      );
    };
    if ((mode & 0xf000) === SYMBOLIC_LINK) reject("a file", "a symbolic link");
    if ((flags & 1) !== 0) reject("a readable file", "an encrypted one");
    if (method !== 0 && method !== 8) {
      reject("stored or deflated bytes", `method ${method}`);
    }
    sum += entry.size;
    checkSizes({ member: entry.size, sum }, {
      packed: size,
      place: `${name} of ${path}`,
    });
    members.push({ ...entry, name, raw: entry.name });
  }
  checkOverlap(members, path);
  return {
    path,
    members,
    folders: names.folders,
    async *read(positions) {
      using file = await Deno.open(path, { read: true });
      for (const at of positions) {
        const entry = members[at]!;
        const bytes = readEntry(file, entry, path);
        yield { name: entry.name, size: entry.size, bytes };
      }
    },
  };
}

/** Throws if files share bytes: a small archive could unpack to a huge one. */
function checkOverlap(members: readonly Entry[], path: string): void {
  const ordered = members.toSorted((a, b) => a.offset - b.offset);
  ordered.forEach((entry, at) => {
    const before = ordered[at - 1];
    if (before === undefined) return;
    // without name and extra field
    const end = before.offset + LOCAL_HEADER + before.packed;
    if (entry.offset < end) {
      throw new RangeError(
        `Expected ${entry.name} from byte ${end} on but found it at ${entry.offset}, inside ${before.name}, in ${path}`,
      );
    }
  });
}

function readFully(
  file: Deno.FsFile,
  range: { readonly start: number; readonly length: number },
  place: string,
): Uint8Array {
  const bytes = new Uint8Array(range.length);
  if (!readInto(file, range.start, bytes)) {
    throw new SyntaxError(
      `Expected ${range.length} bytes at ${range.start} but found fewer in ${place}`,
    );
  }
  return bytes;
}

/** Reads a file synchronously: a data set has a hundred thousand small ones. */
function readEntry(
  file: Deno.FsFile,
  entry: Entry,
  path: string,
): Uint8Array {
  const place = `${entry.name} of ${path}`;
  const start = entry.offset;
  const head = readFully(file, { start, length: LOCAL_HEADER }, place);
  const header = new DataView(head.buffer);
  const from = contentStart(header, entry, path);
  const named = start + LOCAL_HEADER;
  const name = readFully(
    file,
    { start: named, length: header.getUint16(26, true) },
    place,
  );
  const expected = entry.rawName ?? new TextEncoder().encode(entry.raw);
  if (!equalBytes(name, expected)) {
    const text = (bytes: Uint8Array) =>
      JSON.stringify(new TextDecoder().decode(bytes));
    throw new SyntaxError(
      `Expected the name ${text(expected)} at byte ${named} but found ${
        text(name)
      } in ${path}`,
    );
  }
  const packed = readFully(file, { start: from, length: entry.packed }, place);
  const bytes = entry.method === 0 ? packed : inflate(packed, entry, place);
  if (bytes.length !== entry.size) {
    throw new SyntaxError(
      `Expected ${entry.size} bytes but found ${bytes.length} in ${place}`,
    );
  }
  const crc = crc32(bytes);
  if (crc !== entry.crc) {
    throw new SyntaxError(
      `Expected crc32 ${hex(entry.crc)} but found ${hex(crc)} in ${place}`,
    );
  }
  return bytes;
}

function inflate(
  packed: Uint8Array,
  entry: Entry,
  place: string,
): Uint8Array {
  try {
    return new Uint8Array(
      inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) }),
    );
  } catch (cause) {
    throw new SyntaxError(
      `Expected ${entry.size} deflated bytes but found a damaged stream in ${place}`,
      { cause },
    );
  }
}

const equalBytes = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

const hex = (value: number) => value.toString(16).padStart(8, "0");
