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
import type { TimedProgress } from "./progress_rate.ts";
import { tempLocks } from "../../cache/store/temp_folder.ts";

/** An instance that a living run is busy with. */
export interface LiveInstance {
  readonly instance: string;
  /** Key of its action; absent while it waits for a lock. */
  readonly key?: string;
  /** When it began, in seconds since 1970. */
  readonly began: number;
  /** Who holds its lock, where it waits for one. */
  readonly waitsFor?: LockHolder | null;
  /** First report of this attempt, with seconds since 1970. */
  readonly first?: TimedProgress;
  readonly last?: TimedProgress;
}

/** What a run says of itself while it lives. */
export interface LiveStatus {
  readonly pipeline: string;
  /** Its file, as the user typed it. */
  readonly file: string;
  /** When it began, in seconds since 1970. */
  readonly began: number;
  /** Instances in all. */
  readonly total: number;
  /** Instances that ran, were in the cache, and failed. */
  readonly counts: {
    readonly ran: number;
    readonly cached: number;
    readonly failed: number;
  };
  /** Native software that is being made ready, by name. */
  readonly preparing: Readonly<Record<string, TimedProgress>>;
  /** What it is busy with. */
  readonly instances: readonly LiveInstance[];
}

/** A living run of this or another process. */
export interface LiveRun extends LiveStatus {
  /** Process that does it. */
  readonly holder: LockHolder;
}

/** Name of the status inside the temporary folder of a run, which goes with its process. */
export const LIVE_FILE = "live.json";

/**
 * What living runs on a cache say of themselves. Takes no lock and changes nothing.
 *
 * @param folders The cache.
 * @param now Milliseconds since 1970.
 * @returns The runs, the oldest first; those that had nothing to do yet say nothing.
 */
export function readLiveRuns(folders: CacheFolders, now: number): LiveRun[] {
  return tempLocks(folders).flatMap((lock) => {
    const path = `${lock.slice(0, -".lock".length)}/${LIVE_FILE}`;
    const status = readJsonIfWhole(path) as LiveStatus | undefined;
    const holder = lockHolder(lock);
    return status !== undefined && holder !== undefined &&
        lives(holder, lock, now)
      ? [{ ...status, holder }]
      : [];
  }).sort((a, b) => a.began - b.began);
}

/** On this host the process table says it; elsewhere the sign of life in the lock file. */
function lives(holder: LockHolder, lock: string, now: number): boolean {
  if (holder.boot === bootId()) return processExists(holder.pid);
  return now - (modifiedAt(lock) ?? -Infinity) < LEASE_TIMES.lives;
}
