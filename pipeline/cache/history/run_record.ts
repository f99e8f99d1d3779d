import { z } from "zod";
import { exists, fileNames } from "../../base/read_files.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { digest } from "../../base/digest.ts";
import { readIfSound, TEXT_MAP, writeSealed } from "../../base/sealed_json.ts";
import { modifiedAt } from "../../base/lease.ts";

/** Shape of a run's record. */
export const RUN = z.object({
  /** Short name of the run; equal keys give equal names. */
  id: z.string(),
  pipeline: z.string(),
  /** The pipeline file, as the user typed it. */
  file: z.string(),
  /** Time of the first run with these keys, ISO 8601. */
  time: z.string(),
  commit: z.string().nullable(),
  /** Key of each instance with a result at the end. */
  keys: TEXT_MAP,
});

/** The keys of all instances of a run. */
export type RunRecord = Readonly<z.infer<typeof RUN>>;

/**
 * Records the keys of a run, so that `gc` keeps its results and `diff` finds them. A run with equal keys only changes
 * the time stamp of the file, by which runs are ordered; it becomes the newest one even if the clock went back.
 *
 * @param run The run without its name.
 * @returns Its name.
 */
export function recordRun(
  folders: CacheFolders,
  run: Omit<RunRecord, "id" | "keys"> & {
    readonly keys: ReadonlyMap<string, string>;
  },
  { temp, last }: {
    readonly temp: string;
    /** A record that was read, which is not read again where the keys are the same. */
    readonly last?: RunRecord | undefined;
  },
): string {
  const { pipeline } = run;
  const same = last !== undefined && last.pipeline === pipeline &&
    hasKeys(last, run.keys);
  const keys = same ? last.keys : Object.fromEntries(run.keys);
  const id = same ? last.id : digest("run", { pipeline, keys }).slice(0, 12);
  const path = `${folders.runs}/${id}.json`;
  const newest = runFiles(folders)[0]?.used ?? 0;
  if (same ? !exists(path) : readRun(path) === undefined) {
    writeSealed(path, { id, ...run, keys }, temp);
  }
  const used = new Date(Math.max(Date.now(), newest + 1));
  Deno.utimeSync(path, used, used);
  return id;
}

function hasKeys(
  { keys }: RunRecord,
  wanted: ReadonlyMap<string, string>,
): boolean {
  const names = Object.keys(keys);
  return names.length === wanted.size &&
    names.every((name) => keys[name] === wanted.get(name));
}

/** Runs, the last used first, without unreadable ones. */
export function readRuns(folders: CacheFolders): RunRecord[] {
  return runFiles(folders).flatMap(({ path }) => readRun(path) ?? []);
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
  for (const { path, used } of runFiles(folders)) {
    if (used <= after || used > Date.now()) continue;
    const run = readRun(path);
    if (run?.pipeline === pipeline) return run;
  }
}

/** Files of runs with the time of their last use in milliseconds since 1970, the last used first. */
function runFiles(
  { runs }: CacheFolders,
): { readonly path: string; readonly used: number }[] {
  return fileNames(runs).map((name) => {
    const path = `${runs}/${name}`;
    return { path, used: modifiedAt(path) ?? 0 };
  }).sort((a, b) => b.used - a.used || (a.path < b.path ? -1 : 1));
}

/** Reads a run; `undefined` for a torn file of a full disk. */
function readRun(path: string): RunRecord | undefined {
  return readIfSound(path, RUN);
}
