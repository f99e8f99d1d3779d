import { dirname } from "node:path";

/** Who holds a lock, as written into the lock file. */
export interface LockHolder {
  /** Process. */
  readonly pid: number;
  /** Host name, or `unknown`. */
  readonly host: string;
  /** Time of locking, ISO 8601. */
  readonly since: string;
}

/** A held lock. */
export interface FileLock {
  /** Gives it back. */
  release(): void;
}

/**
 * Takes a kernel lock, which frees itself when its process ends in whatever way.
 *
 * @param path Lock file; it is made where there is none and never removed.
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
  const holder: LockHolder = {
    pid: Deno.pid,
    host: hostName(),
    since: new Date().toISOString(),
  };
  try {
    file.truncateSync();
    file.writeSync(new TextEncoder().encode(JSON.stringify(holder)));
  } catch {
    // The text only tells others who holds the lock: a full disk must not get in the way.
  }
  return { release: () => file.close() };
}

/**
 * Takes a kernel lock, waiting for it when needed.
 *
 * @param path Lock file.
 * @param options `onWait` is told once who holds it; `signal` ends the waiting.
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

/** Who holds or held a lock. */
export function lockHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(path)) as LockHolder;
  } catch {
    return undefined;
  }
}

function openLockFile(path: string): Deno.FsFile {
  Deno.mkdirSync(dirname(path), { recursive: true });
  return Deno.openSync(path, { read: true, write: true, create: true });
}

function hostName(): string {
  try {
    return Deno.hostname();
  } catch {
    return "unknown";
  }
}
