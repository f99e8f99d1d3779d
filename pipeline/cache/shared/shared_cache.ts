import { createHash } from "node:crypto";
import { type ActionRecord, writeRecord } from "../store/action_record.ts";
import { blobPath, hasBlob, moveBlobIn } from "../store/blob_store.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { isDiskFull } from "../../base/disk_error.ts";
import { type FileContent, manifestBlobs } from "../store/manifest.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { parseReceived, parseSigned } from "./received_record.ts";
import { isTrusted, type Signer, signRecord } from "./record_signature.ts";
import type { RemoteStore } from "./remote_store.ts";
import { withTimeLimit } from "./time_limit.ts";

/** What another machine may have made already. Nothing that goes wrong there fails a run. */
export interface SharedCache {
  /**
   * Brings the outputs and the record of an action into the local cache.
   *
   * @param key Key of the action.
   * @param outputs Names of its outputs.
   * @param temp Temporary folder on the disk of the cache.
   * @returns The record; `undefined` when the stage has to run.
   */
  pull(
    key: string,
    outputs: readonly string[],
    temp: string,
  ): Promise<ActionRecord | undefined>;
  /** Sends an action in the background: contents first, the record last. */
  push(record: ActionRecord): void;
  /** Waits until everything is sent; ends at once when the signal aborts. */
  close(signal: AbortSignal): Promise<void>;
}

/** What a shared cache works with. */
export interface SharedCacheOptions {
  /** Where it is. */
  readonly store: RemoteStore;
  /** The local cache. */
  readonly folders: CacheFolders;
  /** Public keys whose records are believed. */
  readonly trusted: ReadonlySet<string>;
  /** Signs what is sent; without one nothing is. */
  readonly signer?: Signer;
  /** Seconds without a byte, or for a question, after which the server counts as hanging. */
  readonly timeout: number;
  /** Gets the only warning. */
  readonly warn: (message: string) => void;
}

/** Records are small; more is a server that does not end. */
const RECORD_LIMIT = 16 << 20;
/** Blobs above this size stay local: a body is sent in one piece, so that its length is known. */
const PUSH_LIMIT = 512 << 20;
/** Blobs at a time. */
const PARALLEL = 8;

/**
 * Makes a shared cache. After its first failure it is left alone for the rest of the run, with one warning; a
 * record that no trusted key signed is passed over, with one warning too.
 *
 * @param options Where it is and what is believed.
 */
export function sharedCache(options: SharedCacheOptions): SharedCache {
  const { store, folders, timeout } = options;
  const off = new AbortController();
  let warned = false;
  const warn = (message: string) => {
    if (!warned) options.warn(message);
    warned = true;
  };
  const giveUp = (error: unknown) => {
    if (off.signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    warn(
      `shared cache ${store.shown}: ${why}; going on with the local cache only`,
    );
    off.abort(new DOMException("The shared cache is left alone", "AbortError"));
  };
  const limit = { timeout, signal: off.signal };
  let sending: Promise<void> = Promise.resolve();

  async function fetchRecord(
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
    if (!isTrusted(signed, options.trusted)) {
      warn(
        `shared cache ${store.shown}: Expected the signature of a trusted key but found none such on the record of action ${key}; passing over such records`,
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

  async function fetchBlob(
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
          for (let done = 0; done < part.length;) {
            done += file.writeSync(part.subarray(done));
          }
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

  async function send(record: ActionRecord, signer: Signer): Promise<void> {
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
    await withTimeLimit(
      { ...limit, bytes: text.length },
      ({ signal }) =>
        store.put(
          "ac",
          record.key,
          { bytes: new TextEncoder().encode(text) },
          signal,
        ),
    );
  }

  return {
    pull: async (key, outputs, temp) => {
      if (off.signal.aborted) return undefined;
      try {
        const record = await fetchRecord(key, outputs);
        if (record === undefined) return undefined;
        const wanted = blobsOf(record).filter((blob) =>
          !hasBlob(folders, blob)
        );
        let whole = true;
        await eachOf(wanted, async (blob) => {
          if (whole && !await fetchBlob(blob, temp)) whole = false;
        });
        if (!whole) return undefined;
        writeRecord(folders, record, temp);
        return record;
      } catch (error) {
        if (isDiskFull(error)) throw error;
        giveUp(error);
        return undefined;
      }
    },
    push: (record) => {
      const { signer } = options;
      if (signer === undefined) return;
      sending = sending.then(async () => {
        if (!off.signal.aborted) await send(record, signer);
      }).catch(giveUp);
    },
    close: async (signal) => {
      const stop = () => off.abort(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop);
      await sending;
      signal.removeEventListener("abort", stop);
    },
  };
}

function blobsOf(record: ActionRecord): FileContent[] {
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
