import type { CacheFolders } from "./cache_folders.ts";
import { tryLock } from "../../base/file_lock.ts";
import { namesIn } from "../../base/read_files.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** The temporary folder of a process; others do not touch it while the process lives. */
export interface TempFolder extends Disposable {
  readonly path: string;
  /** Removes it; the end of a `using` does so too. */
  close(): void;
}

/** Creates a temporary folder for this process. */
export function openTempFolder(folders: CacheFolders): TempFolder {
  const path = `${folders.temp}/${crypto.randomUUID()}`;
  const lock = tryLock(`${path}.lock`);
  Deno.mkdirSync(path, { recursive: true });
  const close = () => {
    removeIfThere(path);
    removeIfThere(`${path}.lock`);
    lock?.release();
  };
  return { path, close, [Symbol.dispose]: close };
}

/** Lock files of all temporary folders, of living and dead processes. */
export function tempLocks(folders: CacheFolders): string[] {
  return namesIn(folders.temp).filter((name) => name.endsWith(".lock")).map(
    (name) => `${folders.temp}/${name}`,
  );
}
