import { type ActionRecord, writeRecord } from "../store/action_record.ts";
import { hasBlob } from "../store/blob_store.ts";
import { isDiskFull } from "../../base/disk_error.ts";
import type { Signer } from "./record_signature.ts";
import {
  blobsOf,
  fetchBlobs,
  fetchRecord,
  type Link,
  sendAction,
} from "./transfer.ts";

/** Results of other machines. A problem with them never fails a run. */
export interface SharedCache {
  /**
   * Fetches the outputs and the record of an action into the local cache.
   *
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

/** Ends of a shared cache, and who is trusted. */
export interface SharedCacheOptions extends Omit<Link, "limit"> {
  /** Signs records; without it nothing is sent. */
  readonly signer?: Signer;
  /** Seconds without a byte, or for a question, after which the server counts as hanging. */
  readonly timeout: number;
  /** Called once at most, with the first problem. */
  readonly warn: (message: string) => void;
}

/**
 * Makes a shared cache. After its first failure it is not used for the rest of the run, with one warning; a record that no
 * trusted key signed is ignored, with one warning too.
 */
export function sharedCache(options: SharedCacheOptions): SharedCache {
  const { store, folders, trusted, signer, timeout } = options;
  const off = new AbortController();
  let warned = false;
  const warn = (message: string) => {
    if (!warned) options.warn(message);
    warned = true;
  };
  const limit = { timeout, signal: off.signal };
  const link: Link = { store, folders, trusted, limit, warn };
  const giveUp = (error: unknown) => {
    if (off.signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    warn(
      `shared cache ${store.shown}: ${why}; continuing with the local cache only`,
    );
    off.abort(new DOMException("The shared cache is not used", "AbortError"));
  };
  let sending: Promise<void> = Promise.resolve();
  return {
    pull: async (key, outputs, temp) => {
      if (off.signal.aborted) return undefined;
      try {
        const record = await fetchRecord(link, key, outputs);
        if (record === undefined) return undefined;
        const wanted = blobsOf(record).filter((blob) =>
          !hasBlob(folders, blob)
        );
        if (!await fetchBlobs(link, wanted, temp)) return undefined;
        writeRecord(folders, record, temp);
        return record;
      } catch (error) {
        if (isDiskFull(error)) throw error;
        giveUp(error);
        return undefined;
      }
    },
    push: (record) => {
      if (signer === undefined) return;
      sending = sending.then(async () => {
        if (!off.signal.aborted) await sendAction(link, record, signer);
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
