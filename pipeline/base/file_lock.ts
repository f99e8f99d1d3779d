import { dirname } from "node:path";
import {
  holderElsewhere,
  holdLease,
  type LockHolder,
  lockHolder,
} from "./lease.ts";

/** A held lock. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a kernel lock, which frees itself when its process ends in whatever way.
 *
 * Where another host holds it, and kernel locks do not reach from host to host, its lease says so.
 *
 * @param path Lock file; created if missing, and never removed.
 * @returns The lock, or `undefined` when another holds it.
 */
export function tryLock(path: string): FileLock | undefined {
  const file = openLockFile(path);
  let taken = false;
  try {
    taken = file.tryLockSync(true);
  } finally {
    if (!taken) file.close();
  }
  if (!taken) return undefined;
  if (holderElsewhere(path) !== undefined) {
    file.close();
    return undefined;
  }
  const lease = holdLease(file);
  return {
    release: () => {
      lease.end();
      file.close();
    },
  };
}

/**
 * Takes a kernel lock, waiting for it when needed.
 *
 * @param options `onWait` is called once, with the holder; `signal` ends the waiting.
 * @returns The lock; throws the signal's reason when it is aborted.
 */
export async function waitForLock(
  path: string,
  options: {
    readonly onWait: (holder: LockHolder | undefined) => void;
    readonly signal: AbortSignal;
  },
): Promise<FileLock> {
  for (let told = false;;) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    if (!told) options.onWait(lockHolder(path));
    told = true;
    options.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
    options.signal.throwIfAborted();
  }
}

function openLockFile(path: string): Deno.FsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  return Deno.openSync(path, { read: true, write: true, create: true });
}
