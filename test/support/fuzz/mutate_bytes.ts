import type { RandomStream } from "../../../engine/philox.ts";

/** Pieces that parsers of texts stumble over. */
const TEXTS = [
  ..."{}[]()<>:,;=#&*!|%'\"\\ \n\r\t\0",
  "null",
  "NaN",
  "1e999",
  "-1",
  "0",
  "4294967296",
  "9007199254740993",
  "9".repeat(400),
  "__proto__",
  "constructor",
  "../../../etc/passwd",
  "\ufeff",
  "\ud800",
  "é",
  "[".repeat(3000),
  '{"a":'.repeat(1000),
  "(".repeat(3000),
].map((text) => new TextEncoder().encode(text));

/** Numbers that parsers of bytes take for sizes. */
const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

/** Bytes with one to four random changes: flips, cuts, insertions, huge numbers, repeated and copied blocks. */
export function mutateBytes(
  bytes: Uint8Array,
  random: RandomStream,
): Uint8Array<ArrayBuffer> {
  let mutated: Uint8Array<ArrayBuffer> = Uint8Array.from(bytes);
  for (let count = 1 + random.below(4); count > 0; count--) {
    mutated = change(mutated, random);
  }
  return mutated;
}

function change(
  bytes: Uint8Array<ArrayBuffer>,
  random: RandomStream,
): Uint8Array<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  const length = Math.min(bytes.length - at, random.below(24));
  switch (random.below(8)) {
    case 0:
      if (at < bytes.length) bytes[at]! ^= 1 << random.below(8);
      return bytes;
    case 1:
      return bytes.slice(0, at);
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 3: {
      const piece = TEXTS[random.below(TEXTS.length)]!;
      return joined(bytes.subarray(0, at), piece, bytes.subarray(at + length));
    }
    case 4: {
      // In place, as a size of one to eight bytes in either order.
      const number = BigInt(NUMBERS[random.below(NUMBERS.length)]!);
      const size = 1 << random.below(4);
      const little = random.below(2) === 0;
      for (let index = 0; index < size && at + index < bytes.length; index++) {
        const shift = BigInt(8 * (little ? index : size - 1 - index));
        bytes[at + index] = Number(number >> shift & 255n);
      }
      return bytes;
    }
    case 5: {
      const block = bytes.subarray(at, at + length);
      const times = Array.from({ length: 1 + random.below(200) }, () => block);
      return joined(bytes.subarray(0, at), ...times, bytes.subarray(at));
    }
    case 6: {
      const from = random.below(bytes.length + 1);
      const block = bytes.slice(from, from + random.below(200));
      return joined(bytes.subarray(0, at), block, bytes.subarray(at));
    }
    default:
      if (at < bytes.length) bytes[at] = random.below(256);
      return bytes;
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
