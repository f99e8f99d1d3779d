import { resolve } from "node:path";
import { z } from "zod";
import { digest } from "../../base/digest.ts";
import { hostName } from "../../base/lease.ts";
import { exists } from "../../base/read_files.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { lockFilesBelow } from "./lock_files_below.ts";

/** A project that uses a cache, whose lock files and last run `gc` of every other project keeps. */
export const PROJECT_ROOT = z.object({
  host: z.string(),
  folder: z.string(),
  /** Name of its last run. */
  run: z.string().optional(),
  /** Lock files outside of its folder. */
  files: z.array(z.string()),
  /** Keys that its lock files named at that time, for a host that cannot read them. */
  keys: z.array(z.string()),
});

/**
 * Records in the cache that a project uses it.
 *
 * @param options Name of a run that just ended, or a lock file that was just written, and the temporary folder of this
 *   process.
 */
export async function registerProject(
  folders: CacheFolders,
  folder: string,
  { temp, ...used }: {
    readonly temp: string;
    readonly run?: string;
    readonly file?: string;
  },
): Promise<void> {
  const host = hostName();
  const path = `${folders.roots}/${
    digest("project", [host, folder]).slice(0, 16)
  }.json`;
  const known = readIfSound(path, PROJECT_ROOT);
  const file = used.file === undefined ? undefined : resolve(used.file);
  const outside = file === undefined || file.startsWith(`${folder}/`)
    ? []
    : [file];
  const root = {
    host,
    folder,
    run: used.run ?? known?.run,
    files: [...new Set([...known?.files ?? [], ...outside])].filter(exists),
  };
  const locked = root.files.length > 0 || lockFilesBelow(folder).length > 0;
  let keys = locked ? known?.keys ?? [] : [];
  try {
    // The reader of YAML takes a tenth of the time of a run without work.
    if (locked) keys = (await import("./lock_file.ts")).keysLockedBy(root);
  } catch {
    // A malformed lock file is for gc to refuse, not for a run.
  }
  const now = { ...root, keys: keys.toSorted() };
  if (JSON.stringify(now) === JSON.stringify(known)) return;
  writeSealed(path, now, temp);
}
