import { IMAGENETTE } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** Imagenette at its full size. */
export const dataset = folderDataset(IMAGENETTE);
