import { defineStage, type StagePermissions } from "../../pipeline/stage.ts";
import { downloadPermissions } from "../_declare/download_params.ts";
import { type DownloadParams, downloadParams } from "./params.ts";

/** Grants local files, and the network only where an address needs it. */
function permissions(params: DownloadParams): StagePermissions {
  const { mirror, files = {}, folder } = params;
  const urls = mirror === undefined
    ? Object.values(files).map(({ url }) => url)
    : [mirror];
  return downloadPermissions({ urls, folder, npm: true });
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
  module: import.meta.resolve("./run.ts"),
});
