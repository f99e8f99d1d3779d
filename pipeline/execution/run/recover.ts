import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { tryLock } from "../../base/file_lock.ts";
import { namesIn } from "../../base/read_files.ts";
import { failureText } from "../job/failure_text.ts";
import { actionLockPath, endOrphan } from "../job/stage_lock.ts";
import { readRecord } from "../../cache/store/action_record.ts";
import { tempLocks } from "../../cache/store/temp_folder.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/**
 * Removes temporary folders, work folders and finished checkpoints of killed processes.
 *
 * @param warn Gets a line about each that cannot be removed, which stops no run.
 */
export async function recover(
  folders: CacheFolders,
  warn: (message: string) => void,
): Promise<void> {
  const attempt = async (path: string, remove: () => void | Promise<void>) => {
    try {
      await remove();
    } catch (error) {
      warn(leftoverText(path, error));
    }
  };
  for (const path of tempLocks(folders)) {
    const lock = tryLock(path);
    if (lock === undefined) continue;
    const folder = path.slice(0, -".lock".length);
    await attempt(folder, () => {
      removeIfThere(folder);
      removeIfThere(path);
    });
    lock.release();
  }
  for (const key of namesIn(folders.work)) {
    const lock = tryLock(actionLockPath(folders, key));
    if (lock === undefined) continue;
    const folder = `${folders.work}/${key}`;
    await attempt(folder, async () => {
      await endOrphan(folders, key);
      removeIfThere(folder);
    });
    lock.release();
  }
  // Killed after the outputs were stored and before the checkpoint was removed.
  for (const key of namesIn(folders.checkpoints)) {
    const lock = tryLock(actionLockPath(folders, key));
    if (lock === undefined) continue;
    const folder = `${folders.checkpoints}/${key}`;
    await attempt(folder, () => {
      if (typeof readRecord(folders, key) === "object") removeIfThere(folder);
    });
    lock.release();
  }
}

/** Says in one line that a folder of a stage stays on the disk. */
export function leftoverText(path: string, error: unknown): string {
  return `Cannot remove ${path}: ${failureText(error)}`;
}
