import { fileNames } from "./names_in.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { digest } from "./digest.ts";
import { writeAtomic } from "./write_atomic.ts";

/** What one run of a pipeline used: the key of every instance. */
export interface RunRecord {
  /** Short name of the run: equal keys have equal names. */
  readonly id: string;
  /** Pipeline. */
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
 * stamp of the file.
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
  try {
    const now = new Date();
    Deno.utimeSync(path, now, now);
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  writeAtomic(path, `${JSON.stringify({ id, ...run }, null, 1)}\n`, temp);
}

/** Runs, the one that was used last first; what cannot be read is left out. */
export function readRuns(folders: CacheFolders): RunRecord[] {
  const found: { used: number; run: RunRecord }[] = [];
  for (const name of fileNames(folders.runs)) {
    const path = `${folders.runs}/${name}`;
    try {
      const run = JSON.parse(Deno.readTextFileSync(path)) as RunRecord;
      const used = Deno.statSync(path).mtime?.getTime() ?? 0;
      if (typeof run.keys === "object") found.push({ used, run });
    } catch {
      // A torn file of a full disk holds no run.
    }
  }
  return found.sort((a, b) => b.used - a.used || (a.run.id < b.run.id ? -1 : 1))
    .map(({ run }) => run);
}
