import { z } from "zod";
import { ifPossible } from "../../common/if_possible.ts";
import { removeIfThere } from "./write_atomic.ts";
import { ifThere, readJsonIfWhole } from "./read_files.ts";

const PROCESS = z.object({ pid: z.int() });
const HOLDER = PROCESS.extend({
  /** Host name, or `unknown`. */
  host: z.string(),
  /** Boot id of the host: processes with the same one see each other's kernel locks. */
  boot: z.string().exactOptional(),
  /** Time of locking, ISO 8601. */
  since: z.string(),
});

/** Who holds a lock, as written into the lock file. */
export type LockHolder = Readonly<z.infer<typeof HOLDER>>;

/** Lifetime of a lease without a sign of life, and the time between signs, in milliseconds. */
export interface LeaseTimes {
  /** Age at which a lease has no holder any more. */
  readonly lives: number;
  /** Time between two signs of life. */
  readonly beats: number;
}

/** Three signs of life in a row may get lost. */
export const LEASE_TIMES: LeaseTimes = { lives: 20_000, beats: 5_000 };

/** A lease that is being held. */
export interface Lease {
  /** Ends the lease: others may take the lock at once. */
  end(): void;
}

/**
 * Writes the holder into a lock file and gives signs of life by writing it again, until the lease ends.
 *
 * A kernel lock may be unknown to other hosts that share the folder (NFS mounted with `nolock`, Lustre with
 * `localflock`); they go by these signs.
 *
 * @param file The open lock file.
 * @param times Time between two signs of life.
 */
export function holdLease(
  file: Deno.FsFile,
  times: LeaseTimes = LEASE_TIMES,
): Lease {
  const holder: LockHolder = {
    pid: Deno.pid,
    host: hostName(),
    boot: bootId(),
    since: new Date().toISOString(),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(holder));
  // A full disk must not get in the way: the kernel lock is held in any case, and a lease ends by itself.
  const clear = () => ifPossible(() => file.truncateSync());
  const beat = () =>
    ifPossible(() => {
      file.seekSync(0, Deno.SeekMode.Start);
      file.writeSync(bytes);
    });
  clear();
  beat();
  const timer = setInterval(beat, times.beats);
  Deno.unrefTimer(timer);
  return {
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

/**
 * Holder of a lock on another host, while its lease lives.
 *
 * Ages use the clock of the file system alone, so that clocks of hosts may differ.
 *
 * @param times Lifetime of a lease.
 * @returns The holder; `undefined` for a free lock, or one of this host, whose kernel locks are visible.
 */
export function holderElsewhere(
  path: string,
  times: LeaseTimes = LEASE_TIMES,
): LockHolder | undefined {
  const holder = lockHolder(path);
  if (holder?.boot === undefined || holder.boot === bootId()) return undefined;
  const age = fileAge(path);
  return age !== undefined && age < times.lives ? holder : undefined;
}

/** Current or last holder of a lock. */
export function lockHolder(path: string): LockHolder | undefined {
  return readJsonIfWhole(path, HOLDER);
}

/** Process that holds, or held last, a lock whose file names it alone. */
export function lockProcess(path: string): number | undefined {
  return readJsonIfWhole(path, PROCESS)?.pid;
}

/** Age of a file in milliseconds by the clock of its file system; `undefined` for a missing file. */
export function fileAge(path: string): number | undefined {
  const seen = modifiedAt(path);
  const now = seen === undefined ? undefined : fileSystemNow(path);
  return seen === undefined || now === undefined ? undefined : now - seen;
}

function fileSystemNow(beside: string): number | undefined {
  const probe = `${beside}.${crypto.randomUUID()}`;
  try {
    Deno.writeTextFileSync(probe, "now", { createNew: true });
    return modifiedAt(probe);
  } finally {
    removeIfThere(probe);
  }
}

/** Time of the last write to a file, in milliseconds by its file system; `undefined` for a missing file. */
export function modifiedAt(path: string): number | undefined {
  return ifThere(() => Deno.statSync(path).mtime?.getTime());
}

/** Boot id of this host. */
export function bootId(): string {
  const path = "/proc/sys/kernel/random/boot_id";
  return ifPossible(() => Deno.readTextFileSync(path).trim()) ?? hostName();
}

/** Name of this host. */
export function hostName(): string {
  return ifPossible(() => Deno.hostname()) ?? "unknown";
}
