import { fileNames } from "../../base/read_files.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { digest } from "../../base/digest.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";

/** What one run of a pipeline used: the key of every instance. */
export interface RunRecord {
  /** Short name of the run: equal keys have equal names. */
  readonly id: string;
  readonly pipeline: string;
  /** Its file, as the user typed it. */
  readonly file: string;
  /** When it was first seen, ISO 8601. */
  readonly time: string;
  /** Commit of the project. */
  readonly commit: string | null;
  /** Key of each instance that was there at the end. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Writes down what a run used, so that `gc` keeps it and `diff` finds it. The same keys again change nothing but the time
 * stamp of the file, by which runs are ordered: it never falls behind that of another run, whatever the clock says.
 *
 * @param folders The cache.
 * @param run The run without its name.
 * @param temp Temporary folder.
 */
export function recordRun(
  folders: CacheFolders,
  run: Omit<RunRecord, "id">,
  temp: string,
): void {
  const { pipeline, keys } = run;
  const id = digest("run", { pipeline, keys }).slice(0, 12);
  const path = `${folders.runs}/${id}.json`;
  const newest = fileNames(folders.runs).map((name) =>
    usedAt(`${folders.runs}/${name}`)
  ).reduce((a, b) => Math.max(a, b), 0);
  if (readRun(path) === undefined) {
    writeSealed(path, { id, ...run }, temp);
  }
  const used = new Date(Math.max(Date.now(), newest + 1));
  Deno.utimeSync(path, used, used);
}

/** Runs, the one that was used last first; what cannot be read is left out. */
export function readRuns(folders: CacheFolders): RunRecord[] {
  return fileNames(folders.runs).flatMap((name) => {
    const path = `${folders.runs}/${name}`;
    const run = readRun(path);
    return run === undefined ? [] : [{ used: usedAt(path), run }];
  }).sort((a, b) => b.used - a.used || (a.run.id < b.run.id ? -1 : 1))
    .map(({ run }) => run);
}

/** Reads one; a torn file of a full disk holds no run. */
function readRun(path: string): RunRecord | undefined {
  const run = readIfSound<RunRecord>(path);
  return typeof run?.keys === "object" ? run : undefined;
}

function usedAt(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0;
  }
}
