import { IMAGENET } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** ImageNet or a part of it. */
export const dataset: DatasetDefinition = {
  ...IMAGENET,
  open: classFolders(IMAGENET),
};
