import { defineStage } from "../../pipeline/stage.ts";
import { downloadPermissions, ownFile } from "../_declare/download_params.ts";
import { type NasbenchParams, nasbenchParams } from "./params.ts";

export default defineStage<NasbenchParams>({
  name: "nasbench",
  description:
    "fetches a NAS-Bench-101 table, checks every byte and indexes it",
  params: nasbenchParams,
  inputs: {},
  outputs: {
    table: {
      kind: "nasbench-table",
      path: "table",
      test: true,
      metrics: false,
    },
  },
  // Measured with as many rows as the official table has: 0.6 GB for one length of training.
  resources: ({ table }) => ({
    cpus: 1,
    memory: table === "full" ? 3072 : 1024,
  }),
  permissions: ({ mirror, file }) =>
    downloadPermissions({ urls: [mirror ?? file?.url ?? []].flat() }),
  outside: ({ file }) =>
    file === undefined ? [] : ownFile(file.url, ["file", "sha256"]),
  module: import.meta.resolve("./run.ts"),
});
