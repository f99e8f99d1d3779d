import type { DatasetFiles } from "./dataset_definition.ts";
import { openImageArchives } from "./image_archive.ts";
import type { ImageSources } from "./image_source.ts";

/**
 * Makes the reader of a data set whose files are archives, or a folder of the user's, with `train/<class>/` and
 * `val/<class>/`. The images of `val/` are the test images.
 *
 * @returns Function `open` of a `DatasetDefinition`.
 *
 * @example A data set of images in class folders
 * ```ts
 * import { classFolders } from "./class_folders.ts";
 * import type { DatasetDefinition } from "./dataset_definition.ts";
 *
 * export const dataset: DatasetDefinition = {
 *   name: "pets",
 *   classes: 3,
 *   channels: 3,
 *   size: 32,
 *   layout: "free",
 *   mean: [0.48, 0.45, 0.4],
 *   std: [0.28, 0.27, 0.28],
 *   classFolders: true,
 *   files: [],
 *   open: classFolders({ classes: 3 }),
 * };
 * ```
 */
export function classFolders(
  { classes: count, firstOnly = false }: {
    /** Number of classes; 0 for any. */
    readonly classes: number;
    /** True to take the first classes, by name, if there are more. */
    readonly firstOnly?: boolean;
  },
): (files: DatasetFiles) => Promise<ImageSources> {
  return ({ names, path, classes }) =>
    openImageArchives(names.map(path), {
      count,
      firstOnly,
      ...(classes === undefined ? {} : { classes }),
    });
}
