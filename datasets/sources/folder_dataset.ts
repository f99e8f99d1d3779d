import type { DatasetSpec } from "../catalogue/spec.ts";
import { classFolders } from "./class_folders.ts";
import type { DatasetDefinition } from "./dataset_definition.ts";

/** A data set of images in class folders; with `firstOnly`, of more classes the first ones. */
export function folderDataset(
  spec: DatasetSpec,
  { firstOnly = false }: { readonly firstOnly?: boolean } = {},
): DatasetDefinition {
  return { ...spec, open: classFolders({ ...spec, firstOnly }) };
}
