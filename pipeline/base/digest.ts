import { createHash, timingSafeEqual } from "node:crypto";
import { ifPossible } from "../../common/if_possible.ts";
import { canonicalJson } from "./canonical_json.ts";

/**
 * SHA-256 of bytes or of UTF-8 text.
 *
 * @param data Bytes or text.
 * @returns 64 lower-case hexadecimal digits.
 */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * SHA-256 of a value's canonical JSON, with the kind of value in front, so that two kinds never share a digest.
 *
 * @param kind What is hashed, such as `action`.
 * @returns 64 lower-case hexadecimal digits.
 */
export function digest(kind: string, value: unknown): string {
  return sha256(canonicalJson([kind, value]));
}

/** Sizes of the buffer for reading a file. */
const BUFFER = 1 << 18;
const SMALLEST = 1 << 12;

/**
 * SHA-256 and size of a file, read in pieces.
 *
 * @returns Digest as hexadecimal digits and size in bytes.
 */
export function sha256File(path: string): { sha256: string; size: number } {
  const { hex, size } = hashFileSync(path, "sha256");
  return { sha256: hex, size };
}

/** Hash of a file, read in pieces, as hexadecimal digits, and its size in bytes. */
export function hashFileSync(
  path: string,
  algorithm: "md5" | "sha256" | "sha512",
): { hex: string; size: number } {
  const hash = createHash(algorithm);
  let size = 0;
  using file = Deno.openSync(path);
  // Most files are small, and clearing a large buffer takes longer than reading them.
  const buffer = new Uint8Array(
    Math.min(BUFFER, Math.max(SMALLEST, file.statSync().size + 1)),
  );
  for (;;) {
    const count = file.readSync(buffer);
    if (count === null) return { hex: hash.digest("hex"), size };
    hash.update(buffer.subarray(0, count));
    size += count;
  }
}

/** SHA-256 of a file; `undefined` where it cannot be read. */
export function tryDigest(path: string): string | undefined {
  return ifPossible(() => sha256File(path).sha256);
}

/** Compares two texts in a time that does not depend on their content. */
export function equalSecrets(a: string, b: string): boolean {
  // Digests have one length, so that not even the lengths are compared.
  const bytes = (text: string) => new TextEncoder().encode(sha256(text));
  return timingSafeEqual(bytes(a), bytes(b));
}
