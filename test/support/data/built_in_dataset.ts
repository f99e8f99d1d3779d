import type { DatasetName } from "../../../datasets/catalogue/registry.ts";
import { DATASET_MODULES } from "../../../datasets/readers/built_in.ts";
import type { DatasetDefinition } from "../../../datasets/sources/dataset_definition.ts";

/** Loads a built-in data set, as the stage `split` does. */
export async function builtInDataset(
  name: DatasetName,
): Promise<DatasetDefinition> {
  const { dataset } = await import(DATASET_MODULES[name]);
  return dataset;
}
