import { IMAGENET_100 } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** A hundred classes of ImageNet. */
export const dataset: DatasetDefinition = {
  ...IMAGENET_100,
  open: classFolders(IMAGENET_100),
};
