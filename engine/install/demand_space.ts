import type { Host } from "../library/host.ts";
import { LibraryError } from "../library/library_error.ts";

const MARGIN = 64 * 2 ** 20;

/**
 * Checks that a folder has room for a download.
 *
 * @param what Name of the download, such as `libtensorflow`.
 * @throws {LibraryError} When it has not.
 */
export async function demandSpace(
  host: Host,
  folder: string,
  { what, bytes }: { readonly what: string; readonly bytes: number },
): Promise<void> {
  const free = await host.free(folder);
  const gib = (count: number) => `${(count / 2 ** 30).toFixed(1)} GiB`;
  if (free < bytes + MARGIN) {
    throw new LibraryError(
      "space",
      `Expected ${gib(bytes + MARGIN)} of free space for ${what} but found ${
        gib(free)
      } in ${folder}; free some space or set XDG_CACHE_HOME to a larger disk`,
    );
  }
}
