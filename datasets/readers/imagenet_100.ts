import { IMAGENET_100 } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** A hundred classes of ImageNet. */
export const dataset = folderDataset(IMAGENET_100);
