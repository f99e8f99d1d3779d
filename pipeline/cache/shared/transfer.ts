import { createHash } from "node:crypto";
import type { ActionRecord } from "../store/action_record.ts";
import { blobPath, moveBlobIn } from "../store/blob_store.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { type FileContent, manifestBlobs } from "../store/manifest.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { parseReceived, parseSigned } from "./received_record.ts";
import { isTrusted, type Signer, signRecord } from "./record_signature.ts";
import type { RemoteStore } from "./remote_store.ts";
import { withTimeLimit } from "./time_limit.ts";
import { writeAll } from "../../../common/write_all.ts";

/** The local and the remote end of a transfer. */
export interface Link {
  readonly store: RemoteStore;
  readonly folders: CacheFolders;
  /** Public keys whose records are believed. */
  readonly trusted: ReadonlySet<string>;
  /** Seconds without a byte, and a signal that ends all transfers. */
  readonly limit: { readonly timeout: number; readonly signal: AbortSignal };
  readonly warn: (message: string) => void;
}

/** Records are small; a longer answer is a server that does not end. */
export const RECORD_LIMIT = 16 << 20;
/** Blobs above this size stay local: a body is sent in one piece, so that its length is known. */
const PUSH_LIMIT = 512 << 20;
/** Blobs at a time. */
const PARALLEL = 8;

/**
 * Fetches the record of an action.
 *
 * @returns The record; `undefined` where the store has none, or one that no trusted key signed, which is warned of.
 */
export async function fetchRecord(
  { store, trusted, limit, warn }: Link,
  key: string,
  outputs: readonly string[],
): Promise<ActionRecord | undefined> {
  const text = await withTimeLimit(limit, async (time) => {
    const answer = await store.get("ac", key, time.signal);
    if (answer === undefined) return undefined;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      time.renew(part.length);
      size += part.length;
      if (size > RECORD_LIMIT) {
        throw new Error(
          `Expected a record but found more than ${RECORD_LIMIT} bytes`,
        );
      }
      parts.push(part);
    }
    return await new Blob(parts as Uint8Array<ArrayBuffer>[]).text();
  });
  if (text === undefined) return undefined;
  const signed = parseSigned(text);
  if (signed === undefined) {
    throw new Error(
      `Expected a signed record of action ${key} but found other text`,
    );
  }
  if (!isTrusted(signed, trusted)) {
    warn(
      `shared cache ${store.shown}: the record of action ${key} is not signed by a trusted key; ignoring such records`,
    );
    return undefined;
  }
  const record = parseReceived(signed.record, { key, outputs });
  if (record === undefined) {
    throw new Error(
      `Expected the record of action ${key} but found another one`,
    );
  }
  return record;
}

/**
 * Fetches blobs that the local cache lacks.
 *
 * @returns False where the store lacks one.
 */
export async function fetchBlobs(
  link: Link,
  blobs: readonly FileContent[],
  temp: string,
): Promise<boolean> {
  let whole = true;
  await eachOf(blobs, async (blob) => {
    if (whole && !await fetchBlob(link, blob, temp)) whole = false;
  });
  return whole;
}

async function fetchBlob(
  { store, folders, limit }: Link,
  blob: FileContent,
  temp: string,
): Promise<boolean> {
  const draft = `${temp}/${crypto.randomUUID()}`;
  try {
    const found = await withTimeLimit(limit, async (time) => {
      const answer = await store.get("cas", blob.sha256, time.signal);
      if (answer === undefined) return false;
      const hash = createHash("sha256");
      let size = 0;
      Deno.mkdirSync(temp, { recursive: true });
      using file = Deno.openSync(draft, { write: true, createNew: true });
      for await (const part of answer.body ?? []) {
        time.renew(part.length);
        size += part.length;
        if (size > blob.size) break;
        hash.update(part);
        writeAll(file, part);
      }
      if (size !== blob.size || hash.digest("hex") !== blob.sha256) {
        throw new Error(
          `Expected the content of blob sha256:${blob.sha256} but found other bytes`,
        );
      }
      return true;
    });
    if (found) moveBlobIn(folders, draft, blob);
    return found;
  } finally {
    removeIfThere(draft);
  }
}

/** Sends an action: contents first, the signed record last. One with a blob above the limit is not sent. */
export async function sendAction(
  { store, folders, limit }: Link,
  record: ActionRecord,
  signer: Signer,
): Promise<void> {
  const blobs = blobsOf(record);
  if (blobs.some(({ size }) => size > PUSH_LIMIT)) return;
  await eachOf(blobs, async ({ sha256, size }) => {
    const there = await withTimeLimit(
      limit,
      ({ signal }) => store.has("cas", sha256, signal),
    );
    if (there) return;
    const bytes = await Deno.readFile(blobPath(folders, sha256));
    await withTimeLimit(
      { ...limit, bytes: size },
      ({ signal }) => store.put("cas", sha256, { bytes }, signal),
    );
  });
  const text = JSON.stringify(signRecord(JSON.stringify(record), signer));
  const bytes = new TextEncoder().encode(text);
  await withTimeLimit(
    { ...limit, bytes: text.length },
    ({ signal }) => store.put("ac", record.key, { bytes }, signal),
  );
}

/** Blobs of an action, each once. */
export function blobsOf(record: ActionRecord): FileContent[] {
  const blobs = Object.values(record.outputs).flatMap(manifestBlobs);
  return [...new Map(blobs.map((blob) => [blob.sha256, blob])).values()];
}

async function eachOf<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
