import { dirname } from "node:path";
import { writeAll } from "../../common/write_all.ts";
import { writing } from "../base/disk_error.ts";
import { exists, ifThere } from "../base/read_files.ts";
import { syncFolder } from "../base/sync_folder.ts";
import { draftFile } from "./draft.ts";

/** How many times a draft is written again after another process took it for that of a killed one and removed it. */
const AGAIN = 3;

/** How a file is written. */
export interface BesideOptions {
  /** False: no fsync, for files that may be lost or empty after a power failure. */
  readonly durable?: boolean;
  /** True: throws `Deno.errors.AlreadyExists` where something is. */
  readonly fresh?: boolean;
  /** Mode of a new file; one that is there keeps its mode, owner and group. */
  readonly mode?: number;
}

/**
 * Writes a file of the user, outside of the cache, so that others see all of it or none, also when this process is
 * killed: it is written as a hidden draft beside its place and then renamed. Its folder is created; a link stays one.
 *
 * Some files are written in place instead: pipes, terminals, links whose target does not exist, and files that cannot
 * be replaced because their folder is read-only, they are mount points, or they belong to somebody else.
 *
 * Throws `Deno.errors.PermissionDenied` for a file that is protected from writing.
 */
export function writeBeside(
  path: string,
  content: string | Uint8Array,
  options: BesideOptions = {},
): void {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  writing(`${path} (${bytes.length} bytes)`, () => {
    if (options.fresh) return replace(path, bytes, options);
    const target = ifThere(() => Deno.realPathSync(path));
    if (target === undefined) {
      // It may exist all the same: as a link whose target does not, or as something without a path, such as a pipe.
      if (exists(path)) Deno.writeFileSync(path, bytes);
      else replace(path, bytes, options);
      return;
    }
    const had = Deno.statSync(target);
    if (!had.isFile) return Deno.writeFileSync(target, bytes);
    // A rename would replace a protected file too.
    Deno.openSync(target, { write: true }).close();
    try {
      replace(target, bytes, { ...options, had });
    } catch (error) {
      if (!isInPlaceOnly(error)) throw error;
      Deno.writeFileSync(target, bytes);
    }
  });
}

function replace(
  path: string,
  bytes: Uint8Array,
  options: BesideOptions & { readonly had?: Deno.FileInfo },
): void {
  const { durable = true, fresh = false, had } = options;
  // The draft must not show others a file that they may not read.
  const mode = had?.mode ?? options.mode;
  const folder = dirname(path);
  Deno.mkdirSync(folder, { recursive: true });
  for (let left = AGAIN;; left--) {
    using draft = draftFile(folder, mode === undefined ? mode : mode & 0o777);
    writeAll(draft.file, bytes);
    if (durable) draft.file.syncSync();
    try {
      if (had !== undefined) keepOwnerAndMode(draft.path, had);
      if (fresh) moveToNew(draft.path, path);
      else Deno.renameSync(draft.path, path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound && left > 0) continue;
      throw error;
    }
    if (durable) syncFolder(folder);
    return;
  }
}

function keepOwnerAndMode(
  path: string,
  { uid, gid, mode }: Deno.FileInfo,
): void {
  Deno.chownSync(path, uid, gid);
  if (mode !== null) Deno.chmodSync(path, mode & 0o7777);
}

/** Moves a file to a path at which nothing is. */
function moveToNew(from: string, to: string): void {
  try {
    Deno.linkSync(from, to);
  } catch (error) {
    // The file system may have no hard links.
    if (exists(to) || error instanceof Deno.errors.NotFound) throw error;
    Deno.renameSync(from, to);
  }
}

function isInPlaceOnly(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.Busy ||
    // A file mounted by itself in a container whose disk is read-only.
    error instanceof Error && "code" in error && error.code === "EROFS";
}
