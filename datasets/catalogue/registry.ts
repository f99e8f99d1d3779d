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

/** Data sets by name, as they are known before their files are read. */
export const DATASETS = {
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
} as const satisfies Readonly<Record<string, DatasetSpec>>;

/** Name of a built-in data set. */
export type DatasetName = keyof typeof DATASETS;

/** Names of the built-in data sets. */
export const DATASET_NAMES = Object.keys(DATASETS) as DatasetName[];
