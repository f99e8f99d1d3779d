import { TINY_IMAGENET } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** Tiny ImageNet. */
export const dataset: DatasetDefinition = {
  ...TINY_IMAGENET,
  open: classFolders(TINY_IMAGENET),
};
