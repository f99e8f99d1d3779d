import type { ImageSource } from "./image_source.ts";
import {
  recordImage,
  recordLabels,
  type RecordLayout,
  recordSize,
} from "../formats/records.ts";

const SIDE = 32;

/**
 * Opens files of records as one sequence of images.
 *
 * @throws {RangeError} If a file is cut short or a label is out of range.
 */
export async function openRecords(
  paths: readonly string[],
  { layout, classNames, coarse }: {
    readonly layout: RecordLayout;
    readonly classNames?: readonly string[];
    /** Expected coarse label of each class, for records of two labels. */
    readonly coarse?: readonly number[];
  },
): Promise<ImageSource> {
  const files: { bytes: Uint8Array; labels: Uint8Array }[] = [];
  for (const path of paths) {
    const bytes = await Deno.readFile(path);
    const labels = recordLabels(bytes, layout, path);
    if (coarse !== undefined) {
      checkCoarse(bytes, labels, { coarse, path, layout });
    }
    files.push({ bytes, labels });
  }
  const labels = files.flatMap((file) => [...file.labels]);
  return {
    labels,
    sorted: false,
    ...(classNames === undefined ? {} : { classNames }),
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

/** Throws if the coarse label of a record is not that of its fine label. */
function checkCoarse(
  bytes: Uint8Array,
  labels: Uint8Array,
  { coarse, layout, path }: {
    readonly coarse: readonly number[];
    readonly layout: RecordLayout;
    readonly path: string;
  },
): void {
  labels.forEach((label, record) => {
    const at = record * recordSize(layout) + layout.label - 1;
    if (bytes[at] !== coarse[label]) {
      throw new RangeError(
        `Expected coarse label ${
          coarse[label]
        } of fine label ${label} but found ${
          bytes[at]
        } at byte ${at} (record ${record}) of ${path}`,
      );
    }
  });
}

/**
 * Reads a file of class names, a name a line.
 *
 * @throws {RangeError} If the number of different names, or a known name, differs.
 */
export async function readClassNames(
  path: string,
  count: number,
  known?: readonly string[],
): Promise<string[]> {
  const names = (await Deno.readTextFile(path)).split("\n")
    .map((line) => line.trim()).filter((line) => line !== "");
  const distinct = new Set(names).size;
  if (names.length !== count || distinct !== count) {
    throw new RangeError(
      `Expected ${count} different class names but found ${distinct} in ${path}`,
    );
  }
  const other = known === undefined
    ? -1
    : names.findIndex((name, at) => name !== known[at]);
  if (other >= 0) {
    throw new RangeError(
      `Expected class ${known?.[other]} but found ${names[other]} in line ${
        other + 1
      } of ${path}`,
    );
  }
  return names;
}
