import type { DatasetName } from "../catalogue/registry.ts";

/** Modules of the built-in data sets by name, of which none is loaded. */
export const DATASET_MODULES: Readonly<Record<DatasetName, string>> = {
  "cifar10": import.meta.resolve("./cifar10.ts"),
  "cifar100": import.meta.resolve("./cifar100.ts"),
  "svhn": import.meta.resolve("./svhn.ts"),
  "imagenette": import.meta.resolve("./imagenette.ts"),
  "imagenette-320": import.meta.resolve("./imagenette_320.ts"),
  "imagenette-160": import.meta.resolve("./imagenette_160.ts"),
  "tiny-imagenet-200": import.meta.resolve("./tiny_imagenet_200.ts"),
  "imagenet": import.meta.resolve("./imagenet.ts"),
  "imagenet-100": import.meta.resolve("./imagenet_100.ts"),
  "imagenet16-120": import.meta.resolve("./imagenet16_120.ts"),
  "image-folder": import.meta.resolve("./image_folder.ts"),
};
