import { IMAGENET16_120 } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** ImageNet16-120; of more classes the first ones. */
export const dataset = folderDataset(IMAGENET16_120, { firstOnly: true });
