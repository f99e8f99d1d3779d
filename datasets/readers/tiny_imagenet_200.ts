import { TINY_IMAGENET } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** Tiny ImageNet. */
export const dataset = folderDataset(TINY_IMAGENET);
