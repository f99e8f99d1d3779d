import { basename } from "node:path";
import type { ImageSource } from "./image_source.ts";

/** Bytes that are compared at once. */
const PIECE = 1 << 20;

function sameBytes(paths: readonly [string, string]): boolean {
  using first = Deno.openSync(paths[0], { read: true });
  using second = Deno.openSync(paths[1], { read: true });
  if (first.statSync().size !== second.statSync().size) return false;
  const buffers = [new Uint8Array(PIECE), new Uint8Array(PIECE)] as const;
  for (;;) {
    const count = fill(first, buffers[0]);
    fill(second, buffers[1]);
    for (let at = 0; at < count; at++) {
      if (buffers[0][at] !== buffers[1][at]) return false;
    }
    if (count < PIECE) return true;
  }
}

/** Reads as much as fits. */
function fill(file: Deno.FsFile, buffer: Uint8Array): number {
  let held = 0;
  while (held < buffer.length) {
    const count = file.readSync(buffer.subarray(held));
    if (count === null) break;
    held += count;
  }
  return held;
}

/**
 * Refuses a file that is a copy of another: its images would count twice, or be tested on after training.
 *
 * @throws {RangeError} With both names.
 */
export function refuseCopies(paths: readonly string[]): void {
  paths.forEach((path, at) => {
    const copied = paths.slice(0, at).find((other) => sameBytes([other, path]));
    if (copied !== undefined) {
      throw new RangeError(
        `Expected images of its own in ${path} but found those of ${
          basename(copied)
        }`,
      );
    }
  });
}

/**
 * Refuses files without an image of some class: a network could not learn it, or would not be tested on it.
 *
 * @throws {RangeError} With the class and the files.
 */
export function refuseLostClass(
  { labels }: ImageSource,
  { classes, paths }: {
    /** Class names in the order of the labels. */
    readonly classes: readonly string[];
    /** The files of the part. */
    readonly paths: readonly string[];
  },
): void {
  const held = new Set(Array.from(labels));
  const lost = classes.findIndex((_, label) => !held.has(label));
  if (lost >= 0) {
    throw new RangeError(
      `No images of class ${classes[lost]} (label ${lost}) in ${
        paths.join(", ")
      }`,
    );
  }
}
