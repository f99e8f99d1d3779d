import { IMAGENET } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** ImageNet or a part of it. */
export const dataset = folderDataset(IMAGENET);
