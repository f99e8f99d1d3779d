/** Remainders of Castagnoli's polynomial, bits reversed (RFC 3720, 12.1). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  }
  return value;
});

/** CRC-32C of bytes, 0..2^32 - 1 (RFC 3720, appendix B.4 has vectors). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

/**
 * Checksum of TFRecord files: CRC-32C rotated and shifted, as data may itself hold checksums.
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
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
