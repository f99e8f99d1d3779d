import { sha256 } from "./digest.ts";

/** Most bytes of a name in common file systems. */
export const MOST_BYTES = 255;

/** Size of a name in a file system. */
export function nameBytes(name: string): number {
  return new TextEncoder().encode(name).length;
}

/**
 * A name that a file system accepts: a longer one keeps its start and gets a digest, by which it differs from others.
 *
 * @param most Most bytes.
 */
export function fileName(name: string, most = MOST_BYTES): string {
  if (nameBytes(name) <= most) return name;
  const end = `~${sha256(name).slice(0, 16)}`;
  const bytes = new TextEncoder().encode(name);
  // A character cut in two decodes to U+FFFD.
  const start = new TextDecoder().decode(bytes.subarray(0, most - end.length))
    .replace(/\ufffd+$/, "");
  return `${start}${end}`;
}
