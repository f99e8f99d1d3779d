import { z } from "zod";
import { addressParam, digestParam } from "../_declare/download_params.ts";

export const nasbench201Params = z.strictObject({
  folder: z.string().regex(/^\//, "Expected an absolute path").optional()
    .describe(
      "folder of the published files, NATS-tss-v1_0-3ffb9-simple: meta.pickle.pbz2 and 000000.pickle.pbz2 to 015624.pickle.pbz2; architectures may be missing",
    ),
  listing: digestParam.optional().describe(
    "digest of the names and contents of the files in folder, which `accept` writes",
  ),
  file: z.strictObject({
    url: addressParam.refine(
      (url) => /\.(json|parquet)$/.test(url),
      "an address that ends with .json or .parquet",
    ),
    sha256: digestParam,
  }).optional().describe(
    "your own results in Parquet or JSON, with the columns of docs/data-sets.md",
  ),
}).refine(
  ({ folder, file }) => (folder === undefined) !== (file === undefined),
  "Expected one of folder and file",
);

export type Nasbench201Params = z.infer<typeof nasbench201Params>;
