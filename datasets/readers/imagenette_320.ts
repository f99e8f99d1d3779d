import { IMAGENETTE_320 } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** Imagenette with a short side of 320 pixels. */
export const dataset: DatasetDefinition = {
  ...IMAGENETTE_320,
  open: classFolders(IMAGENETTE_320),
};
