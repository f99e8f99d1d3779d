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
