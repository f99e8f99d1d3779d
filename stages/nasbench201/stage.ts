import { defineStage, type OutsideInput } from "../../pipeline/stage.ts";
import { downloadPermissions, ownFile } from "../_declare/download_params.ts";
import { type Nasbench201Params, nasbench201Params } from "./params.ts";

/** The folder or the file of the user, with the parameter that identifies it. */
function outside({ folder, file }: Nasbench201Params): OutsideInput[] {
  if (folder === undefined) return ownFile(file!.url, ["file", "sha256"]);
  const list = import.meta.resolve("./list_files.ts");
  return [{ path: folder, digest: ["listing"], list, options: {} }];
}

/** Stage that reads the tables of NAS-Bench-201. */
export default defineStage<Nasbench201Params>({
  name: "nasbench201",
  description:
    "reads the published tables of NAS-Bench-201, without running their pickles, or results of your own",
  params: nasbench201Params,
  inputs: {},
  outputs: {
    table: {
      kind: "nasbench-table",
      path: "table",
      test: true,
      metrics: false,
    },
  },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions: ({ folder, file }) =>
    downloadPermissions({ urls: file === undefined ? [] : [file.url], folder }),
  outside,
  module: import.meta.resolve("./run.ts"),
});
