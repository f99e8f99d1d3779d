import { dirname } from "node:path";
import { writeAll } from "../../common/write_all.ts";
import { writing } from "../base/disk_error.ts";
import { exists, ifThere } from "../base/read_files.ts";
import { syncFolder } from "../base/sync_folder.ts";
import { draftFile } from "./draft.ts";

/** Times that a draft is written again which another process took for one of the dead. */
const AGAIN = 3;

/** How a file is written. */
export interface BesideOptions {
  /** False: no fsync, for files that may be lost, or found empty, after a power failure. */
  readonly durable?: boolean;
  /** True: throws `Deno.errors.AlreadyExists` where something is. */
  readonly fresh?: boolean;
  /** Mode of a new file; one that is there keeps its own. */
  readonly mode?: number;
}

/**
 * Writes a file of the user, outside of the cache, so that others see all of it or none, also when this process is
 * killed: a hidden draft beside it gets its name. Its folder is created; a link stays one.
 *
 * Pipes and terminals, and files that cannot be replaced, as their folder is read-only or they are mounted by
 * themselves, are written in place.
 */
export function writeBeside(
  path: string,
  content: string | Uint8Array,
  options: BesideOptions = {},
): void {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const there = ifThere(() => Deno.statSync(path));
  writing(`${path} (${bytes.length} bytes)`, () => {
    if (there?.isFile === false && !options.fresh) {
      return Deno.writeFileSync(path, bytes);
    }
    try {
      replace(path, bytes, { ...options, had: there?.mode ?? undefined });
    } catch (error) {
      if (there === undefined || options.fresh || !isInPlaceOnly(error)) {
        throw error;
      }
      Deno.writeFileSync(path, bytes);
    }
  });
}

function replace(
  path: string,
  bytes: Uint8Array,
  options: BesideOptions & { readonly had: number | undefined },
): void {
  const { durable = true, fresh = false, mode, had } = options;
  const target = ifThere(() => Deno.realPathSync(path)) ?? path;
  const folder = dirname(target);
  Deno.mkdirSync(folder, { recursive: true });
  for (let left = AGAIN;; left--) {
    using draft = draftFile(folder, mode);
    writeAll(draft.file, bytes);
    if (durable) draft.file.syncSync();
    try {
      if (had !== undefined) Deno.chmodSync(draft.path, had & 0o7777);
      if (fresh) moveToNew(draft.path, target);
      else Deno.renameSync(draft.path, target);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound && left > 0) continue;
      throw error;
    }
    if (durable) syncFolder(folder);
    return;
  }
}

/** Gives a file a name that nothing has. */
function moveToNew(from: string, to: string): void {
  try {
    Deno.linkSync(from, to);
  } catch (error) {
    // A file system without hard links.
    if (exists(to) || error instanceof Deno.errors.NotFound) throw error;
    Deno.renameSync(from, to);
  }
}

function isInPlaceOnly(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.Busy;
}
