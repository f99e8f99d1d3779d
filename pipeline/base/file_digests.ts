import { sha256File } from "./digest.ts";

/** Digest of a file's content and of the right to execute it. */
export type FileDigests = (path: string) => string;

/**
 * Milliseconds. A file that changed less than this before it was read could change again without a trace in its times,
 * so it is read again each time (git calls such files racy). Deno gives the time of the last status change in whole
 * seconds.
 */
const RACY = 2000;

/** What tells that a file has changed without reading it. */
export interface FileState {
  /** Device, inode, size, mode and times. */
  readonly signature: string;
  /** True where the owner may execute it. */
  readonly executable: boolean;
  /** False for a file that could change again without a trace in its times. */
  readonly settled: boolean;
}

/**
 * State of a file, of the target for a link; throws what looking at it throws.
 *
 * @param now Milliseconds since 1970.
 */
export function fileState(path: string, now: number): FileState {
  const info = Deno.statSync(path);
  const changed = Math.max(
    info.mtime?.getTime() ?? Infinity,
    info.ctime?.getTime() ?? Infinity,
  );
  const signature = [info.dev, info.ino, info.size, info.mode, changed]
    .concat(info.mtime?.getTime() ?? 0).join(" ");
  const executable = info.mode !== null && (info.mode & 0o100) !== 0;
  return { signature, executable, settled: changed < now - RACY };
}

interface Known {
  readonly signature: string;
  readonly digest: string;
}

/**
 * Makes a reader that digests each file once, and again when its size, times or inode changed.
 *
 * @param now Clock in milliseconds since 1970.
 * @returns The reader; it throws what reading the file throws.
 */
export function fileDigests(now: () => number): FileDigests {
  const known = new Map<string, Known>();
  return (path) => {
    const { signature, executable, settled } = fileState(path, now());
    const before = known.get(path);
    if (before?.signature === signature) return before.digest;
    const digest = `${sha256File(path).sha256}${
      executable ? " executable" : ""
    }`;
    if (settled) known.set(path, { signature, digest });
    else known.delete(path);
    return digest;
  };
}
