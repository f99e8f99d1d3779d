import { join } from "node:path";
import type { Host } from "./host.ts";
import { LibraryError } from "./library_error.ts";

/**
 * Folder of installed libraries: `$XDG_CACHE_HOME/sdarts/libtensorflow`, by default
 * `~/.cache/sdarts/libtensorflow`.
 *
 * @throws {LibraryError} When neither variable is set.
 */
export function cacheFolder(host: Host): string {
  const folder = cacheFolderIfAny(host);
  if (folder === undefined) {
    throw new LibraryError(
      "path",
      "No folder for libtensorflow: set HOME or XDG_CACHE_HOME",
    );
  }
  return folder;
}

/** That folder; undefined where neither variable is set, which is enough to look for libraries and to plan. */
export function cacheFolderIfAny(host: Host): string | undefined {
  const base = host.env("XDG_CACHE_HOME");
  // the XDG specification ignores relative paths
  if (base !== undefined && base.startsWith("/")) {
    return join(base, "sdarts", "libtensorflow");
  }
  const home = host.env("HOME") ?? "";
  return home === ""
    ? undefined
    : join(home, ".cache", "sdarts", "libtensorflow");
}
