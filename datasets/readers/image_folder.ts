import { IMAGE_FOLDER } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** The user's images in class folders. */
export const dataset: DatasetDefinition = {
  ...IMAGE_FOLDER,
  open: classFolders(IMAGE_FOLDER),
};
