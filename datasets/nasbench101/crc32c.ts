/** Remainders of the Castagnoli polynomial, reflected. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? value >>> 1 ^ 0x82f63b78 : value >>> 1;
  }
  return value;
});

/**
 * The checksum of TFRecord files: crc32c of some bytes, rotated and shifted so that a checksum of checksums is none.
 *
 * @example The checksum of no bytes
 * ```ts
 * import { maskedCrc32c } from "./crc32c.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(maskedCrc32c(new Uint8Array()), 0xa282ead8);
 * ```
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ crc >>> 8;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15 | crc << 17) >>> 0) + 0xa282ead8) >>> 0;
}
