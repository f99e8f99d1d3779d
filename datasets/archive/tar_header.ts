/** Text up to the first zero byte. */
function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** A number in octal digits, or in base 256 if its first bit is set. */
function number(block: Uint8Array, start: number, length: number): number {
  if ((block[start]! & 0x80) === 0) {
    const digits = text(block, start, length).trim();
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
  readonly name: string;
  /** Bytes of content. */
  readonly size: number;
  /** Such as `0` for a file, `5` for a folder, `x` for an extended header. */
  readonly type: string;
} {
  const expected = number(block, 148, 8);
  let sum = 0;
  for (let at = 0; at < block.length; at++) {
    // the checksum itself counts as spaces
    sum += at >= 148 && at < 156 ? 0x20 : block[at]!;
  }
  if (sum !== expected) {
    throw new SyntaxError(
      `Expected a tar header with checksum ${expected} but found ${sum} at ${place}`,
    );
  }
  const prefix = text(block, 257, 5) === "ustar" && block[262] === 0
    ? text(block, 345, 155)
    : "";
  const name = text(block, 0, 100);
  const type = String.fromCharCode(block[156] || 0x30);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size: number(block, 124, 12),
    // type 7 is a contiguous file
    type: type === "7" ? "0" : type,
  };
}

/**
 * Reads the records of a pax header: each `length key=value` and a newline.
 *
 * @throws {SyntaxError} If a record is malformed.
 */
export function paxRecords(
  content: string,
  place: string,
): Map<string, string> {
  const bytes = new TextEncoder().encode(content);
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const rest = new TextDecoder().decode(bytes.subarray(at, at + 32));
    const length = Number(/^(\d+) /.exec(rest)?.[1]);
    const record = new TextDecoder().decode(bytes.subarray(at, at + length));
    const [, key, value] = /^\d+ ([^=]+)=([\s\S]*)\n$/.exec(record) ?? [];
    if (!(length > 0) || key === undefined || value === undefined) {
      throw new SyntaxError(
        `Expected a record of an extended header but found ${
          JSON.stringify(rest.slice(0, 20))
        } in the one at ${place}`,
      );
    }
    records.set(key, value);
    at += length;
  }
  return records;
}
