import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DATASET_NAMES } from "../../datasets/registry.ts";
import { defineStage, type StagePermissions } from "../../pipeline/stage.ts";

const address = z.string().regex(
  /^(https?:\/\/[^/]|file:\/\/\/)/,
  "Expected an address that starts with https://, http:// or file:///",
);
const sha256 = z.string().regex(
  /^[0-9a-f]{64}$/,
  "Expected a sha256 of 64 lower-case hexadecimal digits",
);

/** Parameters of the stage `download`. */
export const downloadParams = z.strictObject({
  dataset: z.enum(DATASET_NAMES).describe("data set"),
  mirror: address.optional().describe(
    "address of a copy of the official file or, with / at its end, of the folder that holds the files; default: the author's",
  ),
  files: z.record(
    z.string().regex(
      /^[\w-][\w.-]*$/,
      "Expected the name of a file without a folder",
    ),
    z.strictObject({ url: address, sha256 }),
  ).optional().describe(
    "files of your own in the official format, by the official name; results say that they are not the official ones",
  ),
  folder: z.string().regex(/^\//, "Expected an absolute path").optional()
    .describe(
      "folder of your own images, with train/<class>/ and val/<class>/, for data sets that cannot be downloaded",
    ),
  listing: sha256.optional().describe(
    "digest of the names and sizes of the images in folder; the error says it when it is left out",
  ),
  classes: z.array(z.string().min(1)).min(2).optional().describe(
    "names of the class folders to take, in any order; default: all of them",
  ),
  extra: z.boolean().default(false).describe(
    "also fetch the additional training images of svhn",
  ),
}).refine(
  ({ mirror, files, folder }) =>
    [mirror, files, folder].filter((value) => value !== undefined).length < 2,
  "Expected at most one of mirror, files and folder",
);

/** Parsed parameters of the stage `download`. */
export type DownloadParams = z.infer<typeof downloadParams>;

/** What the network and npm need of the environment; nothing here can change the bytes that are accepted. */
const NETWORK: readonly string[] = [
  "HOME",
  "PATH",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "NPM_CONFIG_CACHE",
  "NPM_CONFIG_CAFILE",
  "NPM_CONFIG_GLOBALCONFIG",
  "NPM_CONFIG_REGISTRY",
  "NPM_CONFIG_USERCONFIG",
  "npm_config_cache",
  "npm_config_cafile",
  "npm_config_globalconfig",
  "npm_config_registry",
  "npm_config_userconfig",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
];

/** Local files may be read, and only an address in the network opens the network. */
function permissions(params: DownloadParams): StagePermissions {
  const { mirror, files = {}, folder } = params;
  const urls = mirror === undefined
    ? Object.values(files).map(({ url }) => url)
    : [mirror];
  const local = urls.filter((url) => url.startsWith("file:"));
  const read = [
    ...local.map((url) => fileURLToPath(url)),
    ...(folder === undefined ? [] : [folder]),
  ];
  const offline = local.length === urls.length && read.length > 0;
  return {
    read,
    envUnkeyed: offline ? [] : [...NETWORK, "SDARTS_OFFLINE"],
    ...(offline ? {} : { net: true }),
    ...(offline || urls.length > 0 ? {} : { run: ["npm"] }),
  };
}

/** Stage that gets the official files of a data set, the same bytes from any source. */
export default defineStage<DownloadParams>({
  name: "download",
  description: "gets the files of a data set and checks every byte",
  params: downloadParams,
  inputs: {},
  outputs: { files: { kind: "dataset-files", path: "files" } },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions,
  run: async (context) => {
    const { downloadFiles } = await import("./download_files.ts");
    await downloadFiles(context);
  },
});
