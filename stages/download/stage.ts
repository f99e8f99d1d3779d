import {
  defineStage,
  type OutsideInput,
  type StagePermissions,
} from "../../pipeline/stage.ts";
import { downloadPermissions, ownFile } from "../_declare/download_params.ts";
import { type DownloadParams, downloadParams } from "./params.ts";

/** Grants local files, and the network only where an address needs it. */
function permissions(params: DownloadParams): StagePermissions {
  const { mirror, files = {}, folder } = params;
  const urls = mirror === undefined
    ? Object.values(files).map(({ url }) => url)
    : [mirror];
  return downloadPermissions({ urls, folder, npm: true });
}

/** Files and folders of the user's own, each with the parameter that identifies it. */
function outside(
  { files = {}, folder, classes }: DownloadParams,
): OutsideInput[] {
  const own = Object.entries(files).flatMap(([name, { url }]) =>
    ownFile(url, ["files", name, "sha256"])
  );
  return folder === undefined ? own : [{
    path: folder,
    digest: ["listing"],
    list: import.meta.resolve("./list_images.ts"),
    options: classes === undefined ? {} : { classes },
  }];
}

/** Stage that fetches the official files of a data set: the same bytes from any source. */
export default defineStage<DownloadParams>({
  name: "download",
  description: "fetches the files of a data set and checks every byte",
  params: downloadParams,
  inputs: {},
  outputs: { files: { kind: "dataset-files", path: "files" } },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions,
  outside,
  module: import.meta.resolve("./run.ts"),
});
