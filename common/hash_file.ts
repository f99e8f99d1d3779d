import { createHash } from "node:crypto";

/** Hash of a file, read in pieces, as lower-case hex. */
export async function hashFile(
  path: string,
  algorithm: "sha256" | "sha512" | "md5" = "sha256",
): Promise<string> {
  using file = await Deno.open(path, { read: true });
  const hash = createHash(algorithm);
  const piece = new Uint8Array(1 << 20);
  for (;;) {
    const count = await file.read(piece);
    if (count === null) return hash.digest("hex");
    hash.update(piece.subarray(0, count));
  }
}

/**
 * Digest of a folder's files by name and content: SHA-256 of the lines that `sha256sum` prints for them.
 *
 * @param files SHA-256 of each file by its path below the folder, in the order of the paths.
 * @returns 64 lower-case hexadecimal digits.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * // printf '' > a; sha256sum a | sha256sum
 * const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
 * assertEquals(
 *   listingDigest([["a", empty]]),
 *   "fba1930570cf2d33a2a05ff43a4fea532382611f43876988fc9c31fd9ce102d1",
 * );
 * ```
 */
export function listingDigest(
  files: Iterable<readonly [name: string, sha256: string]>,
): string {
  const hash = createHash("sha256");
  for (const [name, sha256] of files) hash.update(`${sha256}  ${name}\n`);
  return hash.digest("hex");
}
