import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { tryLock } from "../../base/file_lock.ts";
import { namesIn } from "../../base/read_files.ts";
import { actionLockPath, endOrphan } from "../job/stage_lock.ts";
import { tempLocks } from "../../cache/store/temp_folder.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** Removes temporary folders and work folders of killed processes. */
export async function recover(folders: CacheFolders): Promise<void> {
  for (const path of tempLocks(folders)) {
    const lock = tryLock(path);
    if (lock === undefined) continue;
    removeIfThere(path.slice(0, -".lock".length));
    removeIfThere(path);
    lock.release();
  }
  for (const key of namesIn(folders.work)) {
    const lock = tryLock(actionLockPath(folders, key));
    if (lock === undefined) continue;
    try {
      await endOrphan(folders, key);
      removeIfThere(`${folders.work}/${key}`);
    } finally {
      lock.release();
    }
  }
}
