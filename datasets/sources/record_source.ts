import type { ImageSource } from "../image_source.ts";
import {
  recordImage,
  recordLabels,
  type RecordLayout,
  recordSize,
} from "../records.ts";

const SIDE = 32;

/**
 * Opens files of records as one sequence of images.
 *
 * @throws {RangeError} If a file is cut short or a label is none.
 */
export async function openRecords(
  paths: readonly string[],
  options: {
    readonly layout: RecordLayout;
    readonly classNames?: readonly string[];
  },
): Promise<ImageSource> {
  const { layout, classNames } = options;
  const files: { bytes: Uint8Array; labels: Uint8Array }[] = [];
  for (const path of paths) {
    const bytes = await Deno.readFile(path);
    files.push({ bytes, labels: recordLabels(bytes, layout, path) });
  }
  const labels = files.flatMap((file) => [...file.labels]);
  return {
    labels,
    sorted: false,
    ...(classNames === undefined ? {} : { classNames }),
    // deno-lint-ignore require-await
    async *images(positions) {
      const target = new Uint8Array(3 * SIDE * SIDE);
      let next = 0;
      let first = 0;
      for (const { bytes } of files) {
        const count = bytes.length / recordSize(layout);
        while (next < positions.length && positions[next]! < first + count) {
          recordImage(bytes, positions[next]! - first, { layout, target });
          yield { at: next++, height: SIDE, width: SIDE, pixels: target };
        }
        first += count;
      }
    },
  };
}

/**
 * Reads a file of class names, a name a line.
 *
 * @throws {RangeError} If there are not as many different names.
 */
export async function readClassNames(
  path: string,
  count: number,
): Promise<string[]> {
  const names = (await Deno.readTextFile(path)).split("\n")
    .map((line) => line.trim()).filter((line) => line !== "");
  const distinct = new Set(names).size;
  if (names.length !== count || distinct !== count) {
    throw new RangeError(
      `Expected ${count} different class names but found ${distinct} in ${path}`,
    );
  }
  return names;
}
