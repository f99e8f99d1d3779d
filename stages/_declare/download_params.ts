import { fileURLToPath } from "node:url";
import { z } from "zod";
import { LOGIN } from "../../datasets/download/login.ts";
import type { OutsideInput, StagePermissions } from "../../pipeline/stage.ts";

/** Parameter: address of a file. A user and a password would be part of keys, messages and lock files. */
export const addressParam = z.string().regex(
  /^(https?:\/\/[^/]|file:\/\/\/)/,
  "Expected an address that starts with https://, http:// or file:///",
).refine(
  (address) => !/^https?:\/\/[^/?#]*@/.test(address),
  `an address without user and password, which ${LOGIN} may hold`,
);

/** Parameter: SHA-256 of a file. */
export const digestParam = z.string().regex(
  /^[0-9a-f]{64}$/,
  "Expected a sha256 of 64 lower-case hexadecimal digits",
);

/** Variables that the network and npm need; none can change the bytes that are accepted. */
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

/**
 * A file of the user's own, for `outside` of a declaration; none for an address on the network.
 *
 * @param digest Keys that lead to the parameter with its SHA-256.
 */
export function ownFile(
  url: string,
  digest: OutsideInput["digest"],
): OutsideInput[] {
  return url.startsWith("file:") ? [{ path: fileURLToPath(url), digest }] : [];
}

/** Grants local files, and the network only where an address needs it. */
export function downloadPermissions(
  { urls, folder, npm = false }: {
    /** Addresses that replace the official ones; empty for the official ones. */
    readonly urls: readonly string[];
    /** Folder of the user's own files. */
    readonly folder?: string | undefined;
    /** True if a package on npm can replace the official host. */
    readonly npm?: boolean;
  },
): StagePermissions {
  const local = urls.filter((url) => url.startsWith("file:"));
  const read = [
    ...local.map((url) => fileURLToPath(url)),
    ...(folder === undefined ? [] : [folder]),
  ];
  const offline = local.length === urls.length && read.length > 0;
  return {
    read,
    envUnkeyed: offline ? [] : [...NETWORK, LOGIN, "SDARTS_OFFLINE"],
    ...(offline ? {} : { net: true }),
    ...(offline || urls.length > 0 || !npm ? {} : { run: ["npm"] }),
  };
}
