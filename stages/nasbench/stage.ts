import { z } from "zod";
import { TABLE_NAMES } from "../../datasets/nasbench101/official.ts";
import { defineStage } from "../../pipeline/stage.ts";
import {
  address,
  downloadPermissions,
  sha256,
} from "../_declare/download_params.ts";

/** Parameters of the stage `nasbench`. */
export const nasbenchParams = z.strictObject({
  table: z.enum(TABLE_NAMES).default("only108").describe(
    "official file: only108 (499 MB, trainings of 108 epochs) or full (1.95 GB, of 4, 12, 36 and 108)",
  ),
  mirror: address.optional().describe(
    "address of a copy of that file; default: the authors'",
  ),
  file: z.strictObject({ url: address, sha256 }).optional().describe(
    "a file of your own in the official format; results say that it is not the official one",
  ),
}).refine(
  ({ mirror, file }) => mirror === undefined || file === undefined,
  "Expected at most one of mirror and file",
);

/** Parsed parameters of the stage `nasbench`. */
export type NasbenchParams = z.infer<typeof nasbenchParams>;

/** Stage that gets a NAS-Bench-101 table and indexes it. */
export default defineStage<NasbenchParams>({
  name: "nasbench",
  description: "gets a NAS-Bench-101 table, checks every byte and indexes it",
  params: nasbenchParams,
  inputs: {},
  outputs: { table: { kind: "nasbench-table", path: "table" } },
  // measured on rows as many as in the official table: 0.6 GB for one length of training
  resources: ({ table }) => ({
    cpus: 1,
    memory: table === "full" ? 3072 : 1024,
  }),
  permissions: ({ mirror, file }) =>
    downloadPermissions({ urls: [mirror ?? file?.url ?? []].flat() }),
  run: async (context) => {
    const { indexTable } = await import("./run.ts");
    await indexTable(context);
  },
});
