import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { StagePermissions } from "../../pipeline/stage.ts";

/** Parameter: where a file is. */
export const addressParam = z.string().regex(
  /^(https?:\/\/[^/]|file:\/\/\/)/,
  "Expected an address that starts with https://, http:// or file:///",
);

/** Parameter: digest of a file's bytes. */
export const digestParam = z.string().regex(
  /^[0-9a-f]{64}$/,
  "Expected a sha256 of 64 lower-case hexadecimal digits",
);

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

/** Sources of a stage that fetches files. */
export interface DownloadSources {
  /** Addresses that replace the official ones; empty for these. */
  readonly urls: readonly string[];
  /** Folder of the user's own files. */
  readonly folder?: string;
  /** True where a package on npm can stand in for the official host. */
  readonly npm?: boolean;
}

/** Local files may be read, and only an address in the network opens the network. */
export function downloadPermissions(
  { urls, folder, npm = false }: DownloadSources,
): StagePermissions {
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
    ...(offline || urls.length > 0 || !npm ? {} : { run: ["npm"] }),
  };
}
