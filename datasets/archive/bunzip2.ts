import Bunzip from "seek-bzip";

/** The part of the package that is used; it has no types of its own. */
interface Decoder {
  decode(
    input: {
      /** The next byte. */
      readByte(): number;
      /** Puts the next bytes into a buffer; gives their number. */
      read(buffer: Uint8Array, offset: number, length: number): number;
    },
    output: { writeByte(byte: number): void },
  ): void;
}

/** Code of an error of the package at other data. */
const NOT_BZIP2 = -2;
/** Bytes of the buffer at first. */
const LEAST = 1 << 16;

/**
 * Unpacks bzip2 data of one stream, with its checksums.
 *
 * @throws {SyntaxError} If the data is damaged, cut off or something else, with the byte; {RangeError} after `most` bytes.
 *
 * @example The text `a`
 * ```ts
 * import { bunzip2 } from "./bunzip2.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const packed = Uint8Array.fromHex(
 *   "425a683931415926535919939b6b00000001002000200021184682ee48a70a120332736d60",
 * );
 * const bytes = bunzip2(packed, { most: 100, place: "a.bz2" });
 * assertEquals(new TextDecoder().decode(bytes), "a");
 * ```
 */
export function bunzip2(
  packed: Uint8Array,
  { most, place }: {
    /** Largest number of bytes that may come out. */
    readonly most: number;
    /** Names the data in errors, such as a path. */
    readonly place: string;
  },
): Uint8Array<ArrayBuffer> {
  let at = 0;
  let bytes = new Uint8Array(Math.min(LEAST, most));
  let length = 0;
  const readByte = () => {
    if (at === packed.length) {
      throw new SyntaxError(
        `Expected more bzip2 data but found the end at byte ${at} of ${place}`,
      );
    }
    return packed[at++]!;
  };
  const read = (buffer: Uint8Array, offset: number, count: number) => {
    for (let n = 0; n < count; n++) buffer[offset + n] = readByte();
    return count;
  };
  const writeByte = (byte: number) => {
    if (length === most) {
      throw new RangeError(
        `Expected at most ${most} bytes in bzip2 data but found more at byte ${at} of ${place}`,
      );
    }
    if (length === bytes.length) {
      const grown = new Uint8Array(Math.min(2 * length, most));
      grown.set(bytes);
      bytes = grown;
    }
    bytes[length++] = byte;
  };
  try {
    (Bunzip as Decoder).decode({ readByte, read }, { writeByte });
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof RangeError) {
      throw cause;
    }
    throw new SyntaxError(
      `Expected whole bzip2 data but found ${
        Object(cause).errorCode === NOT_BZIP2 ? "other data" : "damage"
      } before byte ${at} of ${place}`,
      { cause },
    );
  }
  if (at < packed.length) {
    throw new SyntaxError(
      `Expected the end of bzip2 data but found ${
        packed.length - at
      } further bytes at byte ${at} of ${place}`,
    );
  }
  return bytes.subarray(0, length);
}
