import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { sha256 } from "./digest.ts";

/** True for equal texts; the time that it takes tells nothing about them. */
export function equalSecrets(a: string, b: string): boolean {
  // Digests have one length, so that not even the lengths are compared.
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
