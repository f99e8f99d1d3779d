import { CIFAR10 } from "./cifar10.ts";
import { CIFAR100 } from "./cifar100.ts";
import {
  IMAGE_FOLDER,
  IMAGENET,
  IMAGENET16_120,
  IMAGENET_100,
  IMAGENETTE,
  IMAGENETTE_160,
  IMAGENETTE_320,
  TINY_IMAGENET,
} from "./image_folders.ts";
import type { DatasetSpec } from "./spec.ts";
import { SVHN } from "./svhn.ts";

/** Names of the data sets. */
export const DATASET_NAMES = [
  "cifar10",
  "cifar100",
  "svhn",
  "imagenette",
  "imagenette-320",
  "imagenette-160",
  "tiny-imagenet-200",
  "imagenet",
  "imagenet-100",
  "imagenet16-120",
  "image-folder",
] as const;

export type DatasetName = typeof DATASET_NAMES[number];

/** Data sets by name: to add one, add a value here. */
export const DATASETS: Readonly<Record<DatasetName, DatasetSpec>> = {
  "cifar10": CIFAR10,
  "cifar100": CIFAR100,
  "svhn": SVHN,
  "imagenette": IMAGENETTE,
  "imagenette-320": IMAGENETTE_320,
  "imagenette-160": IMAGENETTE_160,
  "tiny-imagenet-200": TINY_IMAGENET,
  "imagenet": IMAGENET,
  "imagenet-100": IMAGENET_100,
  "imagenet16-120": IMAGENET16_120,
  "image-folder": IMAGE_FOLDER,
};
