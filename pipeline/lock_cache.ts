import type { CacheFolders } from "./cache_folders.ts";
import { EXIT, ExitError } from "./exit_error.ts";
import type { FileLock } from "./file_lock.ts";

/**
 * Takes the cache for a run, beside other runs, or alone, to delete from it.
 *
 * Throws an `ExitError` with code 3 where it cannot be had and waiting is not wanted.
 *
 * @param folders The cache.
 * @param options Whether it is taken alone, whether to wait, what is told once before waiting, and what ends it.
 * @returns The lock.
 */
export async function lockCache(
  folders: CacheFolders,
  options: {
    readonly alone: boolean;
    readonly wait: boolean;
    readonly onWait: () => void;
    readonly signal?: AbortSignal;
  },
): Promise<FileLock> {
  Deno.mkdirSync(folders.locks, { recursive: true });
  const file = Deno.openSync(`${folders.locks}/cache.lock`, {
    read: true,
    write: true,
    create: true,
  });
  let taken = false;
  try {
    for (let told = false;; told = true) {
      taken = file.tryLockSync(options.alone);
      if (taken) return { release: () => file.close() };
      if (!options.wait) {
        throw new ExitError(
          EXIT.locked,
          `Expected a cache that is free but found ${
            options.alone ? "a run" : "gc"
          } at work in ${folders.root}`,
        );
      }
      if (!told) options.onWait();
      options.signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    if (!taken) file.close();
  }
}
