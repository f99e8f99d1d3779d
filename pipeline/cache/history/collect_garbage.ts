import { z } from "zod";
import {
  namedDigests,
  readRecord,
  storedKeys,
} from "../store/action_record.ts";
import { blobPath } from "../store/blob_store.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { manifestBlobs } from "../store/manifest.ts";
import { fileName } from "../../base/file_name.ts";
import { partsPath } from "./remembered.ts";
import { readIfSound } from "../../base/sealed_json.ts";
import { fileAge } from "../../base/lease.ts";
import {
  exists,
  fileNames,
  namesIn,
  readTextIfThere,
} from "../../base/read_files.ts";
import { readRuns } from "./run_record.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** Result of a garbage collection. */
export interface Garbage {
  readonly actions: readonly string[];
  /** Number of blobs that no kept action uses. */
  readonly blobs: number;
  /** Size of those blobs in bytes. */
  readonly bytes: number;
  readonly kept: number;
  /** Number of results of a newer version, which are kept. */
  readonly newer: number;
}

const PUBLISHED = z.object({ path: z.string() });

/** Milliseconds for which results stay that no run has recorded yet, such as those of a run that was killed. */
const GRACE = 3_600_000;

/**
 * Finds the actions and blobs that no kept run and no tag uses, and removes them on request: records before blobs, so
 * that a kill in between leaves no record without its blobs.
 *
 * The caller holds an exclusive lock: see `lockCache()`.
 *
 * @param options Number of runs to keep, further keys to keep, and whether to delete.
 */
export function collectGarbage(
  folders: CacheFolders,
  options: {
    readonly keep: number;
    readonly keys: Iterable<string>;
    /** Names of further runs to keep. */
    readonly runs?: readonly string[];
    readonly remove: boolean;
  },
): Garbage {
  const roots = new Set(options.keys);
  const recorded = new Set<string>();
  const pipelines = new Set<string>();
  const others = new Set(options.runs);
  for (const [index, run] of readRuns(folders).entries()) {
    const stays = index < options.keep || others.has(run.id);
    if (stays) pipelines.add(fileName(run.pipeline));
    for (const key of Object.values(run.keys)) {
      recorded.add(key);
      if (stays) roots.add(key);
    }
  }
  const young = (key: string) =>
    !recorded.has(key) &&
    (fileAge(`${folders.actions}/${key}.json`) ?? 0) < GRACE;
  const used = new Set<string>();
  const listed = new Set<string>();
  const gone: string[] = [];
  let kept = 0;
  let newer = 0;
  for (const key of storedKeys(folders)) {
    const record = readRecord(folders, key);
    if (record === "newer") {
      newer++;
      for (const digest of namedDigests(folders, key)) used.add(digest);
      continue;
    }
    if (typeof record !== "object" || !(roots.has(key) || young(key))) {
      gone.push(key);
      continue;
    }
    kept++;
    for (const digest of digestsIn(folders, key)) listed.add(digest);
    for (const manifest of Object.values(record.outputs)) {
      for (const blob of manifestBlobs(manifest)) used.add(blob.sha256);
    }
  }
  if (options.remove) {
    removeLogs(folders, new Set(gone));
    for (const key of gone) {
      removeIfThere(partsPath(folders, key));
      // Last: by this record the next gc finds what a killed one has left behind.
      removeIfThere(`${folders.actions}/${key}.json`);
    }
    // Submitted jobs that ended, and that no run collected.
    for (const key of namesIn(folders.jobs)) {
      const job = `${folders.jobs}/${key}`;
      if (namesIn(job).includes("exit")) removeIfThere(job);
    }
    removeIfThere(folders.continued);
    removeCurves(folders);
    removeOthers(`${folders.outside}/listings`, listed);
    removePublished(folders);
    removeOthers(folders.sweeps, pipelines);
  }
  let blobs = 0;
  let bytes = 0;
  for (const { sha256, size } of storedBlobs(folders)) {
    if (used.has(sha256)) continue;
    blobs++;
    bytes += size;
    if (options.remove) removeIfThere(blobPath(folders, sha256));
  }
  return { actions: gone, blobs, bytes, kept, newer };
}

/** Removes the logs of actions, of earlier attempts too. */
function removeLogs({ logs }: CacheFolders, gone: ReadonlySet<string>): void {
  for (const name of fileNames(logs)) {
    if (gone.has(name.split(".", 1)[0]!)) removeIfThere(`${logs}/${name}`);
  }
}

/** Removes curves, but those of results and of unfinished and failed actions. */
function removeCurves(folders: CacheFolders): void {
  for (const name of fileNames(folders.curves)) {
    const key = name.slice(0, -".jsonl".length);
    const kept = exists(`${folders.actions}/${key}.json`) ||
      [folders.checkpoints, folders.failed, folders.jobs]
        .some((folder) => namesIn(`${folder}/${key}`).length > 0);
    if (!kept) removeIfThere(`${folders.curves}/${name}`);
  }
}

/** SHA-256 digests among the parameters of a kept result. */
function digestsIn(folders: CacheFolders, key: string): string[] {
  const text = readTextIfThere(partsPath(folders, key));
  return text?.match(/\b[0-9a-f]{64}\b/g) ?? [];
}

/**
 * Removes listings of folders that no kept result names, or decisions of sweeps of which no run is kept; the youngest
 * stay, whose run is still to come or to be recorded.
 */
function removeOthers(folder: string, used: ReadonlySet<string>): void {
  for (const name of fileNames(folder)) {
    const path = `${folder}/${name}`;
    const kept = used.has(name.slice(0, -".json".length)) ||
      (fileAge(path) ?? 0) < GRACE;
    if (!kept) removeIfThere(path);
  }
}

/**
 * Removes records of what was published and is gone, from folders that are still there: a folder that is not may be on a
 * disk that is not mounted, or on another host.
 */
function removePublished(folders: CacheFolders): void {
  for (const name of fileNames(folders.published)) {
    const record = `${folders.published}/${name}`;
    const path = readIfSound(record, PUBLISHED)?.path;
    if (path !== undefined && isGone(path)) removeIfThere(record);
  }
}

/** True for a missing path whose project, of which `results` is a folder, is there. */
function isGone(path: string): boolean {
  const at = path.lastIndexOf("/results/");
  return !exists(path) && at > 0 && exists(path.slice(0, at));
}

/** Every blob of the store with its size. */
export function* storedBlobs(
  folders: CacheFolders,
): Generator<{ sha256: string; size: number }> {
  for (const group of namesIn(folders.blobs)) {
    for (const sha256 of fileNames(`${folders.blobs}/${group}`)) {
      yield { sha256, size: Deno.statSync(blobPath(folders, sha256)).size };
    }
  }
}
