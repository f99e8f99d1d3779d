import { z } from "zod";
import { TABLE_NAMES } from "../../datasets/nasbench101/official.ts";
import { addressParam, digestParam } from "../_declare/download_params.ts";

export const nasbenchParams = z.strictObject({
  table: z.enum(TABLE_NAMES).default("only108").describe(
    "official file: only108 (499 MB, trainings of 108 epochs) or full (1.95 GB, of 4, 12, 36 and 108)",
  ),
  mirror: addressParam.optional().describe(
    "address of a copy of that file; default: the authors' address",
  ),
  file: z.strictObject({ url: addressParam, sha256: digestParam }).optional()
    .describe(
      "your own file in the official format; results are marked as not official",
    ),
}).refine(
  ({ mirror, file }) => mirror === undefined || file === undefined,
  "Expected at most one of mirror and file",
);

export type NasbenchParams = z.infer<typeof nasbenchParams>;
