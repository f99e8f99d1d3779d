import { basename, dirname } from "node:path";
import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { blobPath } from "../../cache/store/blob_store.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { sha256, sha256File } from "../../base/digest.ts";
import { fileName, MOST_BYTES } from "../../base/file_name.ts";
import type { FolderEntry, Manifest } from "../../cache/store/manifest.ts";
import { exists } from "../../base/read_files.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** Record of what was published: by path below an output (`""` is the output itself), the contents, links and folders. */
type Written = Readonly<Record<string, readonly string[]>>;

const RECORDED = z.lazy(() =>
  z.object({
    written: z.record(z.string(), z.array(z.string())),
  })
);

/** A published output on disk. */
export interface Target {
  readonly folders: CacheFolders;
  readonly path: string;
  readonly manifest: Manifest;
  /** Temporary folder of this process. */
  readonly temp: string;
}

/** True if an output is on disk as it should be; files that the user added beside its own change nothing. */
export function isInPlace(target: Target): boolean {
  const known = readWritten(target);
  const entries = entriesOf(target.manifest);
  const same =
    entries.every((entry) => isThere(at(target, entry.path), entry)) &&
    stalePaths(known, entries).every((path) => !exists(at(target, path)));
  if (same && known === undefined) writeWritten(target, marksOf(entries));
  return same;
}

/**
 * Puts an output in its place, entry by entry. Only what publication wrote earlier is replaced or removed: what the user
 * put there stays, and what the user edited is moved aside.
 *
 * @param draft A copy of the output on the same disk, from which entries are moved.
 * @param moved Gets the old and the new path of what was moved aside.
 */
export function replaceOutput(
  target: Target,
  draft: string,
  moved: (from: string, to: string) => void,
): void {
  const known = readWritten(target);
  const entries = entriesOf(target.manifest);
  const next = marksOf(entries);
  const isOurs = (path: string, mark: string) =>
    known === undefined
      // Written by an earlier version, perhaps: what the store has is not lost.
      ? /^[0-9a-f]{64}$/.test(mark) && exists(blobPath(target.folders, mark))
      : known[path]?.includes(mark) ?? false;
  // A kill from here on leaves a mixture.
  writeWritten(target, merged(known ?? {}, next));
  for (const path of stalePaths(known, entries)) {
    const full = at(target, path);
    const mark = isReal(target, path) ? markAt(full) : undefined;
    if (mark === "folder") removeIfEmpty(full);
    else if (mark !== undefined && isOurs(path, mark)) removeIfThere(full);
  }
  for (const entry of entries) {
    const full = at(target, entry.path);
    if (isThere(full, entry)) continue;
    const mark = markAt(full);
    if (mark === "folder") removeIfEmpty(full);
    else if (mark !== undefined && isOurs(entry.path, mark)) {
      removeIfThere(full);
    }
    if (exists(full)) {
      const to = freeName(full);
      Deno.renameSync(full, to);
      moved(full, to);
    }
    if (entry.type === "dir") Deno.mkdirSync(full);
    else {
      Deno.renameSync(
        entry.path === "" ? draft : `${draft}/${entry.path}`,
        full,
      );
    }
  }
  writeWritten(target, next);
}

/** False for a file with other content than publication wrote; `undefined` for one that it did not write. */
export function isAsPublished(
  folders: CacheFolders,
  path: string,
): boolean | undefined {
  const mark = markAt(path);
  const known = readWritten({ folders, path })?.[""];
  return mark === undefined ? undefined : known?.includes(mark);
}

function at(target: Target, path: string): string {
  return path === "" ? target.path : `${target.path}/${path}`;
}

/** An output and its entries, each folder before what is inside. */
function entriesOf(manifest: Manifest): FolderEntry[] {
  return manifest.type === "file"
    ? [{ ...manifest, path: "" }]
    : [{ type: "dir", path: "" }, ...manifest.entries];
}

function isThere(path: string, entry: FolderEntry): boolean {
  try {
    const info = Deno.lstatSync(path);
    if (entry.type === "dir") return info.isDirectory;
    if (entry.type === "link") return markAt(path) === markOf(entry);
    return info.isFile && info.size === entry.size &&
      (((info.mode ?? 0) & 0o100) !== 0) === entry.exec &&
      sha256File(path).sha256 === entry.sha256;
  } catch {
    return false;
  }
}

/** Content of a file, target of a link, or kind of what is at a path. */
function markAt(path: string): string | undefined {
  if (!exists(path)) return undefined;
  const info = Deno.lstatSync(path);
  return info.isDirectory
    ? "folder"
    : info.isSymlink
    ? `-> ${Deno.readLinkSync(path)}`
    : info.isFile
    ? sha256File(path).sha256
    : "special";
}

function markOf(entry: FolderEntry): string {
  return entry.type === "dir"
    ? "folder"
    : entry.type === "link"
    ? `-> ${entry.target}`
    : entry.sha256;
}

function marksOf(entries: readonly FolderEntry[]): Written {
  return Object.fromEntries(
    entries.map((entry) => [entry.path, [markOf(entry)]] as const),
  );
}

function merged(earlier: Written, next: Written): Written {
  const paths = Object.keys({ ...earlier, ...next });
  return Object.fromEntries(
    paths.map((path) => [
      path,
      [...new Set([...earlier[path] ?? [], ...next[path] ?? []])],
    ]),
  );
}

/** Paths that publication wrote and that the output does not have any more, the deepest first. */
function stalePaths(
  known: Written = {},
  entries: readonly FolderEntry[],
): string[] {
  const paths = new Set(entries.map(({ path }) => path));
  return Object.keys(known).filter((path) => !paths.has(path)).sort()
    .reverse();
}

/** True unless a folder above a path became a link. */
function isReal({ path: root }: Target, path: string): boolean {
  const full = dirname(`${root}/${path}`);
  const [start, real] = [dirname(root), full].map((folder) =>
    ifPossible(() => Deno.realPathSync(folder))
  );
  return real === `${start}${full.slice(dirname(root).length)}`;
}

function removeIfEmpty(folder: string): void {
  // The user's own files may be in it.
  ifPossible(() => Deno.removeSync(folder));
}

/** A path beside another one that nothing has. */
function freeName(path: string): string {
  for (let count = 1;; count++) {
    const end = count === 1 ? ".edited" : `.edited-${count}`;
    const free = `${dirname(path)}/${
      fileName(basename(path), MOST_BYTES - end.length)
    }${end}`;
    if (!exists(free)) return free;
  }
}

function writtenPath(
  { folders, path }: Pick<Target, "folders" | "path">,
): string {
  return `${folders.published}/${sha256(path)}.json`;
}

function readWritten(
  target: Pick<Target, "folders" | "path">,
): Written | undefined {
  return readIfSound(writtenPath(target), RECORDED)
    ?.written;
}

function writeWritten(target: Target, written: Written): void {
  const { path } = target;
  writeSealed(writtenPath(target), { path, written }, target.temp, false);
}
