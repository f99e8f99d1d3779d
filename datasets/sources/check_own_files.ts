import { basename } from "node:path";
import { readInto } from "../../common/read_into.ts";
import type { ImageSource, ImageSources } from "./image_source.ts";

/** Bytes that are compared at once. */
const PIECE = 1 << 20;

function sameBytes(paths: readonly [string, string]): boolean {
  using first = Deno.openSync(paths[0], { read: true });
  using second = Deno.openSync(paths[1], { read: true });
  const { size } = first.statSync();
  if (second.statSync().size !== size) return false;
  for (let at = 0; at < size; at += PIECE) {
    const pieces = [first, second].map((file) => {
      const piece = new Uint8Array(Math.min(PIECE, size - at));
      readInto(file, at, piece);
      return piece;
    });
    if (!pieces[0]!.every((byte, i) => byte === pieces[1]![i])) return false;
  }
  return true;
}

/** Files of each part. */
interface PartPaths {
  readonly train: readonly string[];
  readonly test: readonly string[];
}

/**
 * Refuses the user's files where one is a copy of another or a class is lost. The bytes of official files are known.
 *
 * @throws {RangeError} With the files.
 */
export function refuseUnsound(
  { train, test }: ImageSources,
  { classes, paths }: {
    /** Class names in the order of the labels. */
    readonly classes: readonly string[];
    readonly paths: PartPaths;
  },
): void {
  refuseCopies([...paths.train, ...paths.test]);
  refuseLostClass(train, { classes, paths: paths.train });
  refuseLostClass(test, { classes, paths: paths.test });
}

/**
 * Refuses a file that is a copy of another: its images would count twice, or be tested on after training.
 *
 * @throws {RangeError} With both names.
 */
function refuseCopies(paths: readonly string[]): void {
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
function refuseLostClass(
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
