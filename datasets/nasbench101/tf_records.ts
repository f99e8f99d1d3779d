import { maskedCrc32c } from "../../common/crc32c.ts";

/** A record of a TFRecord file. */
export interface TfRecord {
  /** Content; valid until the next record is read. */
  readonly data: Uint8Array;
  /** Position of the content in the file. */
  readonly offset: number;
  /** Position after the record. */
  readonly end: number;
}

/** Bytes of the buffer. */
const WINDOW = 1 << 22;
const HEAD = 12;
const TAIL = 4;

/** Most bytes of a record; those of the official tables have less than 1,000. */
export const LONGEST_RECORD = WINDOW - HEAD - TAIL;

const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;

/**
 * Reads the records of a TFRecord file in order and checks their checksums, in constant memory:
 * each is a length (uint64), its checksum, the content, its checksum, all little-endian.
 *
 * @throws {SyntaxError} If the file is cut off or a checksum is wrong: file, offset, expected, found.
 */
export async function* readTfRecords(path: string): AsyncGenerator<TfRecord> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const buffer = new Uint8Array(WINDOW);
  const view = new DataView(buffer.buffer);
  /** Position in the file of the first byte of the buffer, and bytes in it. */
  let start = 0;
  let held = 0;
  let at = 0;
  const fail = (expected: string, found: string, offset: number): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} at byte ${offset} of ${path}`,
    );
  };
  /** Makes bytes from `at` on available; false at the end of the file. */
  const fill = async (count: number): Promise<boolean> => {
    if (at + count > held) {
      buffer.copyWithin(0, at, held);
      start += at;
      held -= at;
      at = 0;
      while (held < count) {
        const read = await file.read(buffer.subarray(held));
        if (read === null) return false;
        held += read;
      }
    }
    return true;
  };
  const check = (bytes: Uint8Array, stored: number, what: string) => {
    const expected = maskedCrc32c(bytes);
    if (stored !== expected) {
      fail(
        `the masked crc32c ${hex(expected)} of ${what}`,
        hex(stored),
        start + at,
      );
    }
  };
  while (start + at < size) {
    const left = size - start - at;
    if (!await fill(HEAD)) {
      fail(`${HEAD} bytes of a record's head`, `${left}`, start + at);
    }
    const long = view.getBigUint64(at, true);
    check(
      buffer.subarray(at, at + 8),
      view.getUint32(at + 8, true),
      "a record's length",
    );
    if (long > BigInt(LONGEST_RECORD)) {
      fail(
        `a record of at most ${LONGEST_RECORD} bytes`,
        `one of ${long}`,
        start + at,
      );
    }
    const length = Number(long);
    if (!await fill(HEAD + length + TAIL)) {
      fail(
        `${HEAD + length + TAIL} bytes of a record`,
        `${left}`,
        start + at,
      );
    }
    const data = buffer.subarray(at + HEAD, at + HEAD + length);
    check(data, view.getUint32(at + HEAD + length, true), "a record");
    const offset = start + at + HEAD;
    at += HEAD + length + TAIL;
    yield { data, offset, end: start + at };
  }
}
