import type { LockHolder } from "../../base/lease.ts";
import type { TimedProgress } from "./progress_rate.ts";

/** File with the state of a run in its temporary folder, which is removed at its end. */
export const LIVE_FILE = "live.json";

/** An instance in progress. */
export interface LiveInstance {
  readonly instance: string;
  /** Key of its action; absent while it waits for a lock. */
  readonly key?: string;
  /** Start, in seconds since 1970. */
  readonly began: number;
  /** Holder of the lock that it waits for. */
  readonly waitsFor?: LockHolder | null;
  /** First progress report of this attempt, with seconds since 1970. */
  readonly first?: TimedProgress;
  readonly last?: TimedProgress;
}

/** State that a run writes while it lives. */
export interface LiveStatus {
  readonly pipeline: string;
  /** The pipeline file, as the user typed it. */
  readonly file: string;
  /** Start, in seconds since 1970. */
  readonly began: number;
  readonly total: number;
  /** Numbers of instances that ran, were in the cache, and failed. */
  readonly counts: {
    readonly ran: number;
    readonly cached: number;
    readonly failed: number;
  };
  /** Progress of native software that is being prepared, by name. */
  readonly preparing: Readonly<Record<string, TimedProgress>>;
  readonly instances: readonly LiveInstance[];
}
