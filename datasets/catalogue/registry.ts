import { CIFAR10 } from "./cifar10.ts";
import { CIFAR100 } from "./cifar100.ts";
import { IMAGE_FOLDERS } from "./image_folders.ts";
import type { DatasetSpec } from "./spec.ts";
import { SVHN } from "./svhn.ts";

/** To add a data set, add a value here or to `IMAGE_FOLDERS`. */
const SPECS = {
  "cifar10": CIFAR10,
  "cifar100": CIFAR100,
  "svhn": SVHN,
  ...IMAGE_FOLDERS,
};

export type DatasetName = keyof typeof SPECS;

/** Names of the data sets. */
export const DATASET_NAMES = Object.keys(SPECS) as DatasetName[];

/** Data sets by name. */
export const DATASETS = Object.fromEntries(
  DATASET_NAMES.map((name) => [name, { name, ...SPECS[name] }]),
) as Readonly<Record<DatasetName, DatasetSpec>>;
