import type { CacheFolders } from "./cache_folders.ts";
import { tryLock } from "./file_lock.ts";
import { actionLockPath, endOrphan } from "./stage_lock.ts";
import { removeIfThere } from "./write_atomic.ts";

/** The temporary folder of a process; others leave it alone as long as the process lives. */
export interface TempFolder {
  /** Path. */
  readonly path: string;
  /** Removes it. */
  close(): void;
}

/** Makes a temporary folder for this process. */
export function openTempFolder(folders: CacheFolders): TempFolder {
  const path = `${folders.temp}/${crypto.randomUUID()}`;
  const lock = tryLock(`${path}.lock`);
  Deno.mkdirSync(path, { recursive: true });
  return {
    path,
    close: () => {
      removeIfThere(path);
      removeIfThere(`${path}.lock`);
      lock?.release();
    },
  };
}

/**
 * Removes what killed processes left: temporary folders and work folders. What a living process uses stays.
 *
 * @param folders The cache.
 */
export async function recover(folders: CacheFolders): Promise<void> {
  for (const name of names(folders.temp)) {
    if (!name.endsWith(".lock")) continue;
    const path = `${folders.temp}/${name}`;
    const lock = tryLock(path);
    if (lock === undefined) continue;
    removeIfThere(path.slice(0, -".lock".length));
    removeIfThere(path);
    lock.release();
  }
  for (const key of names(folders.work)) {
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

function names(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
