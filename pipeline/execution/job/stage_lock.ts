import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { endLeftovers, endProcessTree } from "../../base/processes.ts";
import { tryLock } from "../../base/file_lock.ts";
import { lockProcess } from "../../base/lease.ts";
import { exists } from "../../base/read_files.ts";

/** Lock of the run that executes an action. */
export function actionLockPath(folders: CacheFolders, key: string): string {
  return `${folders.locks}/${key}.lock`;
}

/** Lock of the stage process, held while it lives. */
export function stageLockPath(folders: CacheFolders, key: string): string {
  return `${folders.locks}/${key}.stage`;
}

/** Lock of the stage process on a GPU, beside the lock of its scheduler. */
export function gpuStageLock(lock: string): string {
  return `${lock}.stage`;
}

/**
 * Kills a stage process that outlived its scheduler, so that it stops writing to the action's checkpoint.
 *
 * The caller holds the action's lock. As the process holds a kernel lock, its id in the lock file cannot be a reused
 * one.
 */
export async function endOrphan(
  folders: CacheFolders,
  key: string,
): Promise<void> {
  const path = stageLockPath(folders, key);
  const work = `${folders.work}/${key}`;
  // Processes that it started may have outlived it and left its group.
  if (exists(work)) endLeftovers(`${work}/tmp`);
  for (let attempt = 0; attempt < 1000; attempt++) {
    const lock = tryLock(path);
    if (lock !== undefined) {
      lock.release();
      return;
    }
    const pid = lockProcess(path);
    if (pid !== undefined && pid > 1 && pid !== Deno.pid) {
      endProcessTree(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(
    `Cannot kill the stage process ${lockProcess(path)}`,
  );
}
