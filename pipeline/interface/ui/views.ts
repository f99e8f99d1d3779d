import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { type LockHolder, modifiedAt } from "../../base/lease.ts";
import type { LiveRun } from "../../execution/live/live_run.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type { StatusEntry } from "../../execution/live/pipeline_status.ts";
import {
  secondsLeft,
  type TimedProgress,
} from "../../execution/live/progress_rate.ts";
import type { RunRecord } from "../../cache/history/run_record.ts";
import { readTags } from "../../cache/history/tags.ts";
import type {
  InstanceView,
  ProgressView,
  RecordedRunView,
  RunView,
} from "./api.ts";
import type { LastAttempts } from "./last_attempts.ts";

/** Time at which an action was stored, in seconds since 1970. */
export type StoredAt = (key: string) => number;

/** Reads the time of each record once, as records never change. */
export function storedIn(folders: CacheFolders): StoredAt {
  const known = new Map<string, number>();
  return (key) =>
    known.getOrInsertComputed(
      key,
      () => (modifiedAt(`${folders.actions}/${key}.json`) ?? 0) / 1000,
    );
}

/** An instance for the page. */
export function instanceView(
  instance: Instance,
  entry: StatusEntry | undefined,
  { now, since, stored, attempts, pipeline }: {
    readonly now: number;
    readonly since: number;
    readonly stored: StoredAt;
    readonly attempts: LastAttempts;
    readonly pipeline: string;
  },
): InstanceView {
  const { state = "new", reasons = [], key, live, note } = entry ?? {};
  const base = {
    name: instance.name,
    stage: instance.stage.spec.id.value,
    point: instance.point,
    reasons,
    ...(note === undefined ? {} : { decision: note }),
  };
  if (state !== "done" || key === undefined) {
    const last = attempts.of(pipeline, instance.name);
    return {
      ...base,
      ...(state === "failed" && last?.key === key && last?.message !== undefined
        ? { reasons: [last.message] }
        : {}),
      state,
      seconds: live === undefined ? null : Math.round(now - live.began),
      progress: live?.first === undefined || live.last === undefined
        ? null
        : progressView(live.first, live.last, now),
    };
  }
  return {
    ...base,
    // The clock of the file system may be coarse.
    state: stored(key) >= since - 0.05 ? "done" : "cached",
    seconds: attempts.secondsOf(key) ?? null,
    progress: null,
  };
}

function progressView(
  first: TimedProgress,
  last: TimedProgress,
  now: number,
): ProgressView {
  const left = secondsLeft(first, last);
  const { done, total, unit, note = "" } = last.progress;
  return {
    done,
    total,
    unit,
    note,
    // Subtract the time since the report.
    left: left === undefined
      ? null
      : Math.max(0, Math.round(left - (now - last.time))),
  };
}

/** A run in progress for the page. */
export function runView(run: LiveRun, now: number): RunView {
  return {
    pid: run.holder.pid,
    host: run.holder.host,
    pipeline: run.pipeline,
    file: run.file,
    seconds: Math.round(now - run.began),
    total: run.total,
    ...run.counts,
    waiting: run.instances.flatMap(({ instance, waitsFor }) =>
      waitsFor === undefined ? [] : [{ instance, holder: holderText(waitsFor) }]
    ),
    preparing: Object.entries(run.preparing).map(([name, timed]) => ({
      name,
      ...progressView(timed, timed, now),
    })),
  };
}

function holderText(holder: Pick<LockHolder, "pid" | "host"> | null): string {
  return holder === null
    ? "another process"
    : `process ${holder.pid} on ${holder.host}`;
}

/** Recorded runs for the page. */
export function recordedRunViews(
  runs: readonly RunRecord[],
  folders: CacheFolders,
): RecordedRunView[] {
  const tags = [...readTags(folders)];
  return runs.map(({ id, time, keys }) => ({
    id,
    time,
    instances: Object.keys(keys).length,
    tags: tags.flatMap(([tag, run]) => run.id === id ? [tag] : []),
  }));
}
