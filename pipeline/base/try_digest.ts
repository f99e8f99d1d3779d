import { sha256File } from "./digest.ts";

/** SHA-256 of a file; `undefined` where it cannot be read. */
export function tryDigest(path: string): string | undefined {
  try {
    return sha256File(path).sha256;
  } catch {
    return undefined;
  }
}
