import { blobState, syncBlobs } from "./blob_store.ts";
import type { CacheFolders } from "./cache_folders.ts";
import { type Manifest, manifestBlobs, manifestDigest } from "./manifest.ts";
import { hasRecordShape } from "./record_shape.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { fileNames, readTextIfThere } from "../../base/read_files.ts";
import { readSealed, writeSealed } from "../../base/sealed_json.ts";

/** Outputs of an action by content. */
export interface ActionRecord {
  readonly schema: 1;
  readonly key: string;
  /** First instance that ran with this key, for messages. */
  readonly instance: string;
  readonly outputs: Readonly<Record<string, Manifest>>;
}

/** Answer of the cache to a key. */
export type Lookup =
  | { readonly hit: true; readonly record: ActionRecord }
  | { readonly hit: false; readonly reason?: string };

/**
 * Looks a key up. Throws a `PipelineError` of kind `usage` for a record of a newer version. It is a hit only if the record can be read and every blob exists in its size.
 *
 * @returns The record, or the reason why a known action cannot be used.
 */
export function lookUp(folders: CacheFolders, key: string): Lookup {
  const record = readRecord(folders, key);
  if (record === undefined) return { hit: false };
  if (record === "newer") {
    throw usageError(
      `Expected a result of this version or an older one but found one of a newer version in ${
        recordPath(folders, key)
      }: update this program, or choose another cache`,
    );
  }
  if (record === "damaged") {
    return { hit: false, reason: "action record damaged" };
  }
  for (const manifest of Object.values(record.outputs)) {
    for (const blob of manifestBlobs(manifest)) {
      const state = blobState(folders, blob);
      if (state !== "good") {
        return { hit: false, reason: `blob sha256:${blob.sha256} ${state}` };
      }
    }
  }
  return { hit: true, record };
}

/** Reads an action record; `undefined` for an unknown key, `newer` for one that a newer version wrote. */
export function readRecord(
  folders: CacheFolders,
  key: string,
): ActionRecord | "damaged" | "newer" | undefined {
  const record = readSealed<ActionRecord>(recordPath(folders, key));
  if (record === undefined || record === "damaged") return record;
  if (Number(record.schema) > 1) return "newer";
  return record.key === key && hasRecordShape(record) ? record : "damaged";
}

/** Keys of the actions that have a record. */
export function storedKeys({ actions }: CacheFolders): string[] {
  return fileNames(actions).filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

/** Writes an action record, after its blobs. */
export function writeRecord(
  folders: CacheFolders,
  record: ActionRecord,
  temp: string,
): void {
  // Their names must be on the disk before a record that names them.
  const blobs = Object.values(record.outputs).flatMap(manifestBlobs);
  syncBlobs(folders, blobs);
  writeSealed(recordPath(folders, record.key), record, temp);
}

/** Digest of one output. */
export function outputDigest(record: ActionRecord, output: string): string {
  const manifest = record.outputs[output];
  if (manifest === undefined) {
    throw new RangeError(
      `action ${record.key} has no output ${output}`,
    );
  }
  return manifestDigest(manifest);
}

/** Digests that the text of a record names, of whatever version. */
export function namedDigests(folders: CacheFolders, key: string): string[] {
  return readTextIfThere(recordPath(folders, key))
    ?.match(/\b[0-9a-f]{64}\b/g) ?? [];
}

function recordPath(folders: CacheFolders, key: string): string {
  return `${folders.actions}/${key}.json`;
}
