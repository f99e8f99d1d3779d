import { DownloadError } from "../../datasets/download/download_error.ts";
import type { PublishedFile } from "../../datasets/catalogue/spec.ts";

/** Refuses files that need the network; the error names the file to fetch on another machine. */
export function refuseNetwork(files: readonly PublishedFile[]): void {
  const remote = files.find(({ url }) => !url.startsWith("file:"));
  if (remote === undefined) return;
  const { name, size, digest, url } = remote;
  const length = size === undefined ? "" : `${size} bytes, `;
  throw new DownloadError(
    "unreachable",
    `Expected a mirror that starts with file:/// but found ${url} while SDARTS_OFFLINE is set: ` +
      `fetch ${name} (${length}${digest.algorithm} ${digest.hex}) on another machine`,
  );
}

/** True if `SDARTS_OFFLINE` forbids the network. */
export function isOffline(): boolean {
  const { state } = Deno.permissions.querySync({
    name: "env",
    variable: "SDARTS_OFFLINE",
  });
  // A stage without this permission has no files in the network.
  const value = state === "granted"
    ? Deno.env.get("SDARTS_OFFLINE")
    : undefined;
  return value !== undefined && value !== "" && value !== "0";
}
