import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import {
  bootId,
  LEASE_TIMES,
  type LockHolder,
  lockHolder,
  modifiedAt,
} from "../../base/lease.ts";
import { processExists } from "../../base/processes.ts";
import { readJsonIfWhole } from "../../base/read_files.ts";
import { LIVE_FILE, LIVE_STATUS, type LiveStatus } from "./live_status.ts";
import { tempLocks } from "../../cache/store/temp_folder.ts";

/** A living run of this or another process. */
export interface LiveRun extends LiveStatus {
  readonly holder: LockHolder;
}

/**
 * Reads the state of all living runs on a cache. Takes no lock and changes nothing.
 *
 * @param now Milliseconds since 1970.
 * @returns The runs, the oldest first, without those that had nothing to do yet.
 */
export function readLiveRuns(folders: CacheFolders, now: number): LiveRun[] {
  return tempLocks(folders).flatMap((lock) => {
    const path = `${lock.slice(0, -".lock".length)}/${LIVE_FILE}`;
    const status = readJsonIfWhole(path, LIVE_STATUS);
    const holder = lockHolder(lock);
    return status !== undefined && holder !== undefined &&
        lives(holder, lock, now)
      ? [{ ...status, holder }]
      : [];
  }).sort((a, b) => a.began - b.began);
}

/** True for a living run: by the process table of this host, or by the last sign of life of another host. */
function lives(holder: LockHolder, lock: string, now: number): boolean {
  if (holder.boot === bootId()) return processExists(holder.pid);
  return now - (modifiedAt(lock) ?? -Infinity) < LEASE_TIMES.lives;
}
