import type { CacheFolders } from "./cache_folders.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { type FileLock, tryLock } from "../../base/file_lock.ts";
import { holderElsewhere } from "../../base/lease.ts";
import { tempLocks } from "./temp_folder.ts";

/**
 * Locks the cache: shared with other runs, for a run, or exclusively, to delete from it.
 *
 * Kernel locks may not reach other hosts, whose runs and deletions are seen by their leases: a run opens its temporary
 * folder, whose lock is its lease, before it locks the cache.
 *
 * Throws a `PipelineError` of kind `locked` for a locked cache, unless it is told to wait.
 *
 * @param options `alone` for an exclusive lock; `onWait` is called once before waiting, which `signal` ends.
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
          `${
            options.alone ? "a run" : "gc"
          } has locked the cache ${folders.root}`,
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

/** Locks the cache against other hosts, with a lock file for a deletion; undefined while another host has locked it. */
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
