import { readRecord } from "./action_record.ts";
import { type BlobState, checkBlob } from "./blob_store.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { manifestBlobs } from "./manifest.ts";

/** Something wrong in the cache. */
export interface Damage {
  /** The blob, `null` for an action record that cannot be read. */
  readonly blob: string | null;
  /** What is wrong with it. */
  readonly state: BlobState;
  /** Key of the action. */
  readonly action: string;
  /** Instance that ran first under this key. */
  readonly instance: string | null;
  /** Output that needs the blob. */
  readonly output: string | null;
}

/** What a check of the cache found. */
export interface Verification {
  /** Actions that were looked at. */
  readonly actions: number;
  /** Blobs that were read. */
  readonly blobs: number;
  /** What is wrong. */
  readonly damages: readonly Damage[];
}

/**
 * Reads every blob that an action record names and compares it with its name.
 *
 * @param folders The cache.
 * @returns Counts and damages.
 */
export function verifyCache(folders: CacheFolders): Verification {
  const states = new Map<string, BlobState>();
  const damages: Damage[] = [];
  let actions = 0;
  for (const name of recordNames(folders.actions)) {
    const action = name.slice(0, -".json".length);
    const record = readRecord(folders, action);
    if (record === undefined) continue;
    actions++;
    if (record === "damaged") {
      damages.push({
        blob: null,
        state: "damaged",
        action,
        instance: null,
        output: null,
      });
      continue;
    }
    for (const [output, manifest] of Object.entries(record.outputs)) {
      for (const blob of manifestBlobs(manifest)) {
        const state = states.get(blob.sha256) ?? checkBlob(folders, blob);
        states.set(blob.sha256, state);
        if (state !== "good") {
          damages.push({
            blob: blob.sha256,
            state,
            action,
            instance: record.instance,
            output,
          });
        }
      }
    }
  }
  return { actions, blobs: states.size, damages };
}

function recordNames(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map((entry) => entry.name).filter((
      name,
    ) => name.endsWith(".json")).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
