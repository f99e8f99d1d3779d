import { IMAGENET16_120 } from "../catalogue/image_folders.ts";
import { classFolders } from "../sources/class_folders.ts";
import type { DatasetDefinition } from "../sources/dataset_definition.ts";

/** ImageNet16-120; of more classes the first ones. */
export const dataset: DatasetDefinition = {
  ...IMAGENET16_120,
  open: classFolders({ ...IMAGENET16_120, firstOnly: true }),
};
