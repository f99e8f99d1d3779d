import { hexBytes } from "./hex_bytes.ts";

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8; undefined for bytes that are none, which a lenient decoder would all turn into the same character. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Decodes a name.
 *
 * @throws {SyntaxError} If it is no UTF-8; one line for the user.
 *
 * @example
 * ```ts
 * import { utf8Name } from "./utf8.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => utf8Name(Uint8Array.of(0x61, 0xb9), "x.zip"),
 *   SyntaxError,
 *   'Expected names in UTF-8 but found "a\ufffd" (61 b9) in x.zip',
 * );
 * ```
 */
export function utf8Name(bytes: Uint8Array, place: string): string {
  const name = utf8(bytes);
  if (name !== undefined) return name;
  const shown = JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 60)));
  const hex = hexBytes(bytes.subarray(0, 24));
  throw new SyntaxError(
    `Expected names in UTF-8 but found ${shown} (${hex}${
      bytes.length > 24 ? " ..." : ""
    }) in ${place}`,
  );
}
