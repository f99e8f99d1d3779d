import {
  DATASET_NAMES,
  type DatasetName,
  DATASETS,
} from "../../datasets/catalogue/registry.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { datasetTrouble } from "../../datasets/catalogue/dataset_trouble.ts";
import { DATASET_MODULES } from "../../datasets/readers/built_in.ts";
import type { LoadedParts, PartShape } from "../../pipeline/stage.ts";
import { moduleOf, moduleParam } from "./module_param.ts";

/** Schema of a data set: the name of a built-in one, or the path of a user's module. */
export const datasetParam = moduleParam(DATASET_NAMES);

function isBuiltIn(name: string): name is DatasetName {
  return Object.hasOwn(DATASETS, name);
}

/** Module of a data set: the URL of a built-in one, or the path that names a user's. */
export function datasetModule(name: string): string {
  return moduleOf(DATASET_MODULES, name);
}

/**
 * What is known of a data set before its files are read.
 *
 * @param name Name of a built-in one, or of that among the loaded parts.
 */
export function datasetSpec(
  name: string,
  { dataset }: LoadedParts = {},
): DatasetSpec {
  return isBuiltIn(name) ? DATASETS[name] : dataset as DatasetSpec;
}

/** What a user's module of a data set has to export. */
export const DATASET_SHAPE: PartShape = {
  export: "dataset",
  check: (value) => datasetTrouble(value, DATASET_NAMES),
};
