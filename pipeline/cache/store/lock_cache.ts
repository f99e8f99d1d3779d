import type { CacheFolders } from "./cache_folders.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { type FileLock, tryLock } from "../../base/file_lock.ts";
import { holderElsewhere } from "../../base/lease.ts";
import { tempLocks } from "./temp_folder.ts";

/**
 * Takes the cache for a run, beside other runs, or alone, to delete from it.
 *
 * Runs and deletions of other hosts, which kernel locks may not know, are seen by their leases: a run opens its
 * temporary folder, whose lock is its lease, before it takes the cache.
 *
 * Throws a `PipelineError` of kind `locked` where it cannot be had and waiting is not wanted.
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
      const guard = takeBeside(folders, options.alone);
      taken = guard !== undefined && file.tryLockSync(options.alone);
      if (taken) {
        return {
          release: () => {
            guard?.release();
            file.close();
          },
        };
      }
      guard?.release();
      if (!options.wait) {
        throw new PipelineError(
          "locked",
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

/** What other hosts have to know: a lock for the one that deletes; undefined where another host is in the way. */
function takeBeside(
  folders: CacheFolders,
  alone: boolean,
): FileLock | undefined {
  const path = `${folders.locks}/gc.lock`;
  if (!alone) {
    return holderElsewhere(path) === undefined
      ? { release: () => {} }
      : undefined;
  }
  const lock = tryLock(path);
  if (lock === undefined) return undefined;
  const runs = tempLocks(folders).filter((run) =>
    holderElsewhere(run) !== undefined
  );
  if (runs.length === 0) return lock;
  lock.release();
  return undefined;
}
