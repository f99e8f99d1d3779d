import { IMAGENETTE_320 } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** Imagenette with a short side of 320 pixels. */
export const dataset = folderDataset(IMAGENETTE_320);
