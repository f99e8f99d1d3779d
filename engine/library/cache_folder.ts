import { join } from "node:path";
import type { Host } from "./host.ts";
import { LibraryError } from "./library_error.ts";

/**
 * Folder of the user's cache in which libraries are kept:
 * `$XDG_CACHE_HOME/sdarts/libtensorflow`, or the same under `~/.cache`.
 *
 * @throws {LibraryError} When neither variable is set.
 */
export function cacheFolder(host: Host): string {
  const base = host.env("XDG_CACHE_HOME");
  // The XDG specification has relative paths ignored.
  if (base !== undefined && base.startsWith("/")) {
    return join(base, "sdarts", "libtensorflow");
  }
  const home = host.env("HOME");
  if (home === undefined || home === "") {
    throw new LibraryError(
      "path",
      "Expected HOME or XDG_CACHE_HOME to be set but found neither: there is no cache folder to keep libtensorflow in",
    );
  }
  return join(home, ".cache", "sdarts", "libtensorflow");
}
