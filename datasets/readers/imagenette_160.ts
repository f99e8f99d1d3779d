import { IMAGENETTE_160 } from "../catalogue/image_folders.ts";
import { folderDataset } from "../sources/folder_dataset.ts";

/** Imagenette with a short side of 160 pixels. */
export const dataset = folderDataset(IMAGENETTE_160);
