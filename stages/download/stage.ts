import {
  defineStage,
  type LoadedParts,
  type OutsideInput,
  type StagePermissions,
} from "../../pipeline/stage.ts";
import {
  DATASET_SHAPE,
  datasetModule,
  datasetSpec,
} from "../_declare/dataset_param.ts";
import { downloadPermissions, ownFile } from "../_declare/download_params.ts";
import { type DownloadParams, downloadParams } from "./params.ts";
import type { DownloadSpec } from "./source_trouble.ts";

/** Grants local files, and the network only where an address needs it. */
function permissions(
  params: DownloadParams,
  loaded: LoadedParts,
): StagePermissions {
  const { dataset, mirror, files, folder } = params;
  // The files of a module of the user's own may lie on this machine.
  const named = loaded.dataset === undefined || folder !== undefined
    ? []
    : datasetSpec(dataset, loaded).files.map(({ url }) => url);
  const urls = mirror !== undefined
    ? [mirror]
    : files !== undefined
    ? Object.values(files).map(({ url }) => url)
    : named;
  return downloadPermissions({ urls, folder, npm: true });
}

/** Files and folders of the user's own, each with the parameter or the module that identifies it. */
function outside(
  { dataset, mirror, files, folder, classes }: DownloadParams,
  loaded: LoadedParts,
): OutsideInput[] {
  if (files === undefined && folder === undefined) {
    return mirror !== undefined || loaded.dataset === undefined
      ? []
      : datasetSpec(dataset, loaded).files.flatMap(({ url, digest }) =>
        ownFile(url, { ...digest, module: `the module of ${dataset}` })
      );
  }
  const own = Object.entries(files ?? {}).flatMap(([name, { url }]) =>
    ownFile(url, ["files", name, "sha256"])
  );
  return folder === undefined ? own : [{
    path: folder,
    digest: ["listing"],
    list: import.meta.resolve("./list_images.ts"),
    options: classes === undefined ? {} : { classes },
  }];
}

/** What the work needs to know of the chosen data set, and no registry. */
function choices(
  { dataset }: DownloadParams,
  loaded: LoadedParts,
): DownloadSpec {
  const { name, classes, classFolders, files } = datasetSpec(dataset, loaded);
  return {
    name,
    classes,
    files,
    ...(classFolders === undefined ? {} : { classFolders }),
  };
}

/** Stage that fetches the official files of a data set: the same bytes from any source. */
export default defineStage<DownloadParams>({
  name: "download",
  description: "fetches the files of a data set and checks every byte",
  params: downloadParams,
  inputs: {},
  // The official files hold the test images too.
  outputs: {
    files: { kind: "dataset-files", path: "files", test: true, metrics: false },
  },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions,
  outside,
  offers: ({ dataset }) => ({ dataset: datasetModule(dataset) }),
  partShape: () => DATASET_SHAPE,
  choices,
  module: import.meta.resolve("./run.ts"),
});
