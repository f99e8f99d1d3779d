import { IMAGENETTE } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** Imagenette at its full size. */
export const dataset: DatasetDefinition = {
  ...IMAGENETTE,
  open: classFolders(IMAGENETTE),
};
