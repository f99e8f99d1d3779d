import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { tryLock } from "../../base/file_lock.ts";
import { fileAge } from "../../base/lease.ts";
import { fileNames, namesIn } from "../../base/read_files.ts";
import { failureText } from "../job/failure_text.ts";
import { actionLockPath, endOrphan } from "../job/stage_lock.ts";
import { readRecord } from "../../cache/store/action_record.ts";
import { tempLocks } from "../../cache/store/temp_folder.ts";
import { draftFolder, removeIfThere } from "../../base/write_atomic.ts";

/** Age in milliseconds at which a draft counts as abandoned: no file takes that long to write. */
const DRAFT_AGE = 3600_000;

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
  for (const parent of [folders.emit, folders.parsed, folders.outside]) {
    await attempt(parent, () => removeOldDrafts(parent));
  }
  const sweep = async (
    parent: string,
    remove: (folder: string, key: string) => void | Promise<void>,
  ) => {
    for (const key of namesIn(parent)) {
      const lock = tryLock(actionLockPath(folders, key));
      if (lock === undefined) continue;
      const folder = `${parent}/${key}`;
      await attempt(folder, () => remove(folder, key));
      lock.release();
    }
  };
  await sweep(folders.work, async (folder, key) => {
    await endOrphan(folders, key);
    removeIfThere(folder);
  });
  // Killed after the outputs were stored and before the checkpoint was removed.
  await sweep(folders.checkpoints, (folder, key) => {
    if (typeof readRecord(folders, key) === "object") removeIfThere(folder);
  });
}

/** Removes drafts that a killed process left in a memory. */
function removeOldDrafts(parent: string): void {
  const folder = draftFolder(parent);
  for (const name of fileNames(folder)) {
    const path = `${folder}/${name}`;
    if ((fileAge(path) ?? 0) >= DRAFT_AGE) removeIfThere(path);
  }
}

/** Says in one line that a folder of a stage stays on the disk. */
export function leftoverText(path: string, error: unknown): string {
  return `Cannot remove ${path}: ${failureText(error)}`;
}
