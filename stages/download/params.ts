import { z } from "zod";
import { datasetParam } from "../_declare/dataset_param.ts";
import { addressParam, digestParam } from "../_declare/download_params.ts";

export const downloadParams = z.strictObject({
  dataset: datasetParam.describe(
    "data set: a name, or the path of your own module",
  ),
  mirror: addressParam.optional().describe(
    "address of a copy of the official file, or of a folder with the files if it ends with /; default: the authors' address",
  ),
  files: z.record(
    z.string().regex(
      /^[\w-][\w.-]*$/,
      "Expected the name of a file without a folder",
    ),
    z.strictObject({ url: addressParam, sha256: digestParam }),
  ).optional().describe(
    "your own files in the official format, by the official name; results are marked as not official",
  ),
  folder: z.string().regex(/^\//, "Expected an absolute path").optional()
    .describe(
      "folder of your own images with train/<class>/ and val/<class>/, for data sets that cannot be downloaded",
    ),
  listing: digestParam.optional().describe(
    "digest of the names and contents of the images in folder, which `accept` writes",
  ),
  classes: z.array(z.string().min(1)).min(2).optional().describe(
    "names of the class folders to take, in any order; default: all",
  ),
  extra: z.boolean().default(false).describe(
    "also fetch the additional training images of svhn",
  ),
}).refine(
  ({ mirror, files, folder }) =>
    [mirror, files, folder].filter((value) => value !== undefined).length < 2,
  "Expected at most one of mirror, files and folder",
);

export type DownloadParams = z.infer<typeof downloadParams>;
