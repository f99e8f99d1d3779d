import { sha256File } from "./digest.ts";

/** Digest of a file's content and of the right to execute it. */
export type FileDigests = (path: string) => string;

/**
 * Milliseconds. A file that changed less than this before it was read could change again without a trace in its times,
 * so it is read again each time (git calls such files racy). Deno gives the time of the last status change in whole
 * seconds.
 */
const RACY = 2000;

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
    const info = Deno.statSync(path);
    const changed = Math.max(
      info.mtime?.getTime() ?? Infinity,
      info.ctime?.getTime() ?? Infinity,
    );
    const signature = [info.dev, info.ino, info.size, info.mode, changed]
      .concat(info.mtime?.getTime() ?? 0).join(" ");
    const before = known.get(path);
    if (before?.signature === signature) return before.digest;
    const time = now();
    const executable = info.mode !== null && (info.mode & 0o100) !== 0;
    const digest = `${sha256File(path).sha256}${
      executable ? " executable" : ""
    }`;
    if (changed < time - RACY) known.set(path, { signature, digest });
    else known.delete(path);
    return digest;
  };
}
