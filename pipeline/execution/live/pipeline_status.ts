import type { OpenedPipeline } from "../../cache/key/action.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { lockProcess } from "../../base/lease.ts";
import { readLiveRuns } from "./live_run.ts";
import type { LiveInstance } from "./live_status.ts";
import { processExists } from "../../base/processes.ts";
import { namesIn } from "../../base/read_files.ts";
import { type PlanEntry, planPipeline } from "../plan/plan.ts";
import { progressText } from "./progress_rate.ts";
import { readSubmitted } from "../executor/submitted_job.ts";
import { stageLockPath } from "../job/stage_lock.ts";

/** State of an instance. */
export interface StatusEntry {
  readonly instance: string;
  /** `done`: in the cache; `checkpoint`: stopped half-way; `failed`: failed last; the rest has not run as it is now. */
  readonly state:
    | "done"
    | "running"
    | "checkpoint"
    | "failed"
    | "outdated"
    | "waiting"
    | "new";
  /** Why it is not done, or its progress. */
  readonly reasons: readonly string[];
  /** Key, if it is known. */
  readonly key?: string;
  /** State from the run that works on it. */
  readonly live?: LiveInstance;
  /** What a sweep decided about it, and why. */
  readonly note?: string;
}

/**
 * State of each instance of a pipeline. Takes no lock and changes nothing.
 *
 * @returns One entry an instance, in order.
 */
export async function pipelineStatus(
  opened: OpenedPipeline,
): Promise<StatusEntry[]> {
  return planStatus(await planPipeline(opened), opened.folders);
}

/**
 * State of each instance of a plan.
 *
 * @param plan What a run would do.
 * @returns One entry an instance, in order.
 */
export function planStatus(
  plan: readonly PlanEntry[],
  folders: CacheFolders,
): StatusEntry[] {
  // Listed once: asking for each of thousands of instances is slow.
  const marks: Marks = {
    work: new Set(namesIn(folders.work)),
    jobs: new Set(namesIn(folders.jobs)),
    failed: new Set(namesIn(folders.failed)),
    checkpoints: new Set(namesIn(folders.checkpoints)),
    live: new Map(
      readLiveRuns(folders, Date.now()).flatMap(({ instances }) =>
        instances.flatMap((live) =>
          live.key === undefined ? [] : [[live.key, live]]
        )
      ),
    ),
  };
  return plan.map((entry) => statusOf(entry, folders, marks));
}

/** Keys with an entry in each folder of the cache. */
interface Marks {
  readonly work: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly checkpoints: ReadonlySet<string>;
  readonly live: ReadonlyMap<string, LiveInstance>;
}

function statusOf(
  entry: PlanEntry,
  folders: CacheFolders,
  marks: Marks,
): StatusEntry {
  const { instance, reasons, key, note } = entry;
  const known = {
    instance,
    ...(key === undefined ? {} : { key }),
    ...(note === undefined ? {} : { note }),
  };
  if (entry.state === "cached") return { ...known, state: "done", reasons };
  if (key !== undefined) {
    const who = workerOf(key, folders, marks);
    if (who !== undefined) {
      const live = marks.live.get(key);
      return {
        ...known,
        state: "running",
        reasons: live?.first === undefined || live.last === undefined
          ? [who]
          : [who, progressText(live.first, live.last)],
        ...(live === undefined ? {} : { live }),
      };
    }
    if (marks.failed.has(key)) {
      return {
        ...known,
        state: "failed",
        reasons: [`log: ${folders.logs}/${key}.log`],
      };
    }
    if (
      marks.checkpoints.has(key) &&
      namesIn(`${folders.checkpoints}/${key}`).length > 0
    ) {
      return { ...known, state: "checkpoint", reasons };
    }
  }
  if (entry.state === "wait") return { ...known, state: "waiting", reasons };
  return {
    ...known,
    state: reasons.includes("never run") ? "new" : "outdated",
    reasons,
  };
}

/** Process or job that works on an action. */
function workerOf(
  key: string,
  folders: CacheFolders,
  marks: Marks,
): string | undefined {
  const pid = marks.work.has(key)
    ? lockProcess(stageLockPath(folders, key))
    : undefined;
  if (pid !== undefined && processExists(pid)) return `process ${pid}`;
  if (!marks.jobs.has(key)) return undefined;
  const job = readSubmitted(`${folders.jobs}/${key}`);
  return job === undefined ? undefined : `submitted job ${job.id ?? job.name}`;
}
