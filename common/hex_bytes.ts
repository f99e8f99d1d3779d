/**
 * Bytes as messages show them.
 *
 * @example
 * ```ts
 * import { hexBytes } from "./hex_bytes.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hexBytes(Uint8Array.of(0x50, 0x0b)), "50 0b");
 * ```
 */
export function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
}
