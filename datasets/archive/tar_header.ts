import { utf8, utf8Name } from "../../common/utf8.ts";

/** Bytes up to the first zero byte. */
export function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function field(block: Uint8Array, start: number, length: number): Uint8Array {
  return untilZero(block.subarray(start, start + length));
}

/** A number in octal digits, or in base 256 if its first bit is set. */
function number(block: Uint8Array, start: number, length: number): number {
  if ((block[start]! & 0x80) === 0) {
    const digits = (utf8(field(block, start, length)) ?? "x").trim();
    return /^[0-7]*$/.test(digits) ? parseInt(digits || "0", 8) : NaN;
  }
  let value = block[start]! & 0x7f;
  for (let at = start + 1; at < start + length; at++) {
    value = value * 256 + block[at]!;
  }
  return value;
}

/**
 * Reads a header of 512 bytes.
 *
 * @throws {SyntaxError} If the checksum is wrong.
 */
export function tarHeader(block: Uint8Array, place: string): {
  /** Decodes the name: an extended header may have another, and then this one may be cut off within a character. */
  readonly name: () => string;
  /** Bytes of content. */
  readonly size: number;
  /** Such as `0` for a file, `5` for a folder, `x` for an extended header. */
  readonly type: string;
} {
  const expected = number(block, 148, 8);
  let sum = 0;
  let signed = 0;
  for (let at = 0; at < block.length; at++) {
    // the checksum itself counts as spaces
    const byte = at >= 148 && at < 156 ? 0x20 : block[at]!;
    sum += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  // old programs sum signed bytes
  if (sum !== expected && signed !== expected) {
    throw new SyntaxError(
      `Expected a tar header with checksum ${expected} but found ${sum} at ${place}`,
    );
  }
  const ustar = block[262] === 0 && utf8(block.subarray(257, 262)) === "ustar";
  const name = () => {
    const prefix = ustar ? field(block, 345, 155) : new Uint8Array();
    const end = field(block, 0, 100);
    return prefix.length === 0
      ? utf8Name(end, place)
      : `${utf8Name(prefix, place)}/${utf8Name(end, place)}`;
  };
  const type = String.fromCharCode(block[156] || 0x30);
  return {
    name,
    size: number(block, 124, 12),
    // type 7 is a contiguous file
    type: type === "7" ? "0" : type,
  };
}

/**
 * Reads the records of a pax header: each `length key=value` and a newline, in UTF-8.
 *
 * @throws {SyntaxError} If a record is malformed.
 */
export function paxRecords(
  bytes: Uint8Array,
  place: string,
): Map<string, string> {
  const records = new Map<string, string>();
  const lenient = new TextDecoder();
  for (let at = 0; at < bytes.length;) {
    const rest = lenient.decode(bytes.subarray(at, at + 32));
    const length = Number(/^(\d+) /.exec(rest)?.[1]);
    const record = bytes.subarray(at, at + length);
    const space = record.indexOf(0x20);
    const equals = record.indexOf(0x3d);
    if (!(length > 0) || equals < space + 2 || record.at(-1) !== 0x0a) {
      throw new SyntaxError(
        `Expected a record of an extended header but found ${
          JSON.stringify(rest.slice(0, 20))
        } in the one at ${place}`,
      );
    }
    const key = lenient.decode(record.subarray(space + 1, equals));
    const value = record.subarray(equals + 1, -1);
    // others, such as a comment or an attribute, may be binary
    records.set(
      key,
      key === "path" ? utf8Name(value, place) : lenient.decode(value),
    );
    at += length;
  }
  return records;
}
