import { readRecord, storedKeys } from "./action_record.ts";
import { blobPath, type BlobState, blobState } from "./blob_store.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { hashFiles } from "../../base/hash_files.ts";
import { type FileContent, manifestBlobs } from "./manifest.ts";

/** A damaged part of the cache. */
export interface Damage {
  /** The blob; `null` for an action record that cannot be read. */
  readonly blob: string | null;
  /** Missing, or of other content. */
  readonly state: BlobState;
  readonly action: string;
  /** First instance that ran with this key. */
  readonly instance: string | null;
  /** Output that needs the blob. */
  readonly output: string | null;
}

/** Result of a check of the cache. */
export interface Verification {
  readonly actions: number;
  readonly blobs: number;
  /** Number of records of a newer version, which are left alone. */
  readonly newer: number;
  readonly damages: readonly Damage[];
}

/**
 * Reads every blob that an action record names and compares it with its name.
 *
 * @param threads Threads that read.
 */
export async function verifyCache(
  folders: CacheFolders,
  threads: number,
): Promise<Verification> {
  const needs: { blob: FileContent; need: Omit<Damage, "blob" | "state"> }[] =
    [];
  const damages: Damage[] = [];
  let actions = 0;
  let newer = 0;
  for (const action of storedKeys(folders)) {
    const record = readRecord(folders, action);
    if (record === undefined) continue;
    if (record === "newer") {
      newer++;
      continue;
    }
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
        const need = { action, instance: record.instance, output };
        needs.push({ blob, need });
      }
    }
  }
  const states = await blobStates(
    folders,
    needs.map(({ blob }) => blob),
    threads,
  );
  for (const { blob, need } of needs) {
    const state = states.get(blob.sha256) ?? "missing";
    if (state === "good") continue;
    damages.push({ blob: blob.sha256, state, ...need });
  }
  return { actions, blobs: states.size, newer, damages };
}

async function blobStates(
  folders: CacheFolders,
  blobs: readonly FileContent[],
  threads: number,
): Promise<Map<string, BlobState>> {
  const states = new Map<string, BlobState>();
  const files: { path: string; size: number; sha256: string }[] = [];
  for (const blob of blobs) {
    if (states.has(blob.sha256)) continue;
    const state = blobState(folders, blob);
    states.set(blob.sha256, state);
    if (state !== "good") continue;
    const { sha256, size } = blob;
    files.push({ path: blobPath(folders, sha256), size, sha256 });
  }
  const digests = await hashFiles(files, { threads });
  for (const { path, sha256 } of files) {
    if (digests.get(path) !== sha256) states.set(sha256, "damaged");
  }
  return states;
}
