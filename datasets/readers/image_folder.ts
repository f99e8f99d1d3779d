import { IMAGE_FOLDER } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** The user's images in class folders. */
export const dataset = folderDataset(IMAGE_FOLDER);
