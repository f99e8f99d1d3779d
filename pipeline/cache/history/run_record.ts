import { z } from "zod";
import { fileNames } from "../../base/read_files.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { digest } from "../../base/digest.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";
import { modifiedAt } from "../../base/lease.ts";

/** The keys of all instances of a run. */
export interface RunRecord {
  /** Short name of the run; equal keys give equal names. */
  readonly id: string;
  readonly pipeline: string;
  /** The pipeline file, as the user typed it. */
  readonly file: string;
  /** Time of the first run with these keys, ISO 8601. */
  readonly time: string;
  readonly commit: string | null;
  /** Key of each instance with a result at the end. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Shape of a run's record. */
export const RUN = z.object({
  id: z.string(),
  pipeline: z.string(),
  file: z.string(),
  time: z.string(),
  commit: z.string().nullable(),
  keys: z.record(z.string(), z.string()),
});

/**
 * Records the keys of a run, so that `gc` keeps its results and `diff` finds them. A run with equal keys only changes
 * the time stamp of the file, by which runs are ordered; it becomes the newest one even if the clock went back.
 *
 * @param run The run without its name.
 * @returns Its name.
 */
export function recordRun(
  folders: CacheFolders,
  run: Omit<RunRecord, "id">,
  temp: string,
): string {
  const { pipeline, keys } = run;
  const id = digest("run", { pipeline, keys }).slice(0, 12);
  const path = `${folders.runs}/${id}.json`;
  const newest = fileNames(folders.runs).map((name) =>
    modifiedAt(`${folders.runs}/${name}`) ?? 0
  ).reduce((a, b) => Math.max(a, b), 0);
  if (readRun(path) === undefined) {
    writeSealed(path, { id, ...run }, temp);
  }
  const used = new Date(Math.max(Date.now(), newest + 1));
  Deno.utimeSync(path, used, used);
  return id;
}

/** Runs, the last used first, without unreadable ones. */
export function readRuns(folders: CacheFolders): RunRecord[] {
  return fileNames(folders.runs).flatMap((name) => {
    const path = `${folders.runs}/${name}`;
    const run = readRun(path);
    return run === undefined ? [] : [{ used: modifiedAt(path) ?? 0, run }];
  }).sort((a, b) => b.used - a.used || (a.run.id < b.run.id ? -1 : 1))
    .map(({ run }) => run);
}

/**
 * The last run of a pipeline.
 *
 * @param after Milliseconds since 1970; a run counts if its keys were recorded later and, as clocks are set back, not in the future.
 */
export function lastRun(
  folders: CacheFolders,
  pipeline: string,
  after: number,
): RunRecord | undefined {
  const times = fileNames(folders.runs).map((name) => {
    const path = `${folders.runs}/${name}`;
    return { path, used: modifiedAt(path) ?? 0 };
  }).filter(({ used }) => used > after && used <= Date.now()).sort((a, b) =>
    b.used - a.used
  );
  for (const { path } of times) {
    const run = readRun(path);
    if (run?.pipeline === pipeline) return run;
  }
}

/** Reads a run; `undefined` for a torn file of a full disk. */
function readRun(path: string): RunRecord | undefined {
  return readIfSound<RunRecord>(path, RUN);
}
