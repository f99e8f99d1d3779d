import { IMAGENETTE_160 } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** Imagenette with a short side of 160 pixels. */
export const dataset: DatasetDefinition = {
  ...IMAGENETTE_160,
  open: classFolders(IMAGENETTE_160),
};
