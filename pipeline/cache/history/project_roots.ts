import { resolve } from "node:path";
import { z } from "zod";
import { digest } from "../../base/digest.ts";
import { hostName } from "../../base/lease.ts";
import { exists, fileNames } from "../../base/read_files.ts";
import { readIfSound, writeSealed } from "../../base/sealed_json.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { lockedKeys, readLockFile } from "./lock_file.ts";

/** A project that uses a cache, whose lock files and last run `gc` of every other project keeps. */
interface ProjectRoot {
  readonly host: string;
  readonly folder: string;
  /** Name of its last run. */
  readonly run?: string | undefined;
  /** Lock files outside of its folder. */
  readonly files: readonly string[];
  /** Keys that its lock files named at that time, for a host that cannot read them. */
  readonly keys: readonly string[];
}

const ROOT = z.object({
  host: z.string(),
  folder: z.string(),
  run: z.string().optional(),
  files: z.array(z.string()),
  keys: z.array(z.string()),
});

/**
 * Records in the cache that a project uses it.
 *
 * @param used Name of a run that just ended, or a lock file that was just written.
 */
export function registerProject(
  folders: CacheFolders,
  folder: string,
  used: { readonly run?: string; readonly file?: string },
): void {
  const host = hostName();
  const path = `${folders.roots}/${
    digest("project", [host, folder]).slice(0, 16)
  }.json`;
  const known = readIfSound<ProjectRoot>(path, ROOT);
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
  let keys = known?.keys ?? [];
  try {
    keys = keysNow(root);
  } catch {
    // A malformed lock file is for gc to refuse, not for a run.
  }
  const now = { ...root, keys: keys.toSorted() };
  if (JSON.stringify(now) === JSON.stringify(known)) return;
  writeSealed(path, now, folders.temp);
}

/**
 * Keys that lock files of all registered projects name, and names of the last runs of all but one.
 *
 * Throws a `PipelineError` of kind `usage` for a malformed lock file, whose results must not be lost.
 *
 * @param own Folder of the project that collects garbage.
 */
export function registeredRoots(
  folders: CacheFolders,
  own: string,
): { readonly keys: string[]; readonly runs: string[] } {
  const roots = fileNames(folders.roots).flatMap((name) =>
    readIfSound<ProjectRoot>(`${folders.roots}/${name}`, ROOT) ?? []
  );
  const here = ({ host, folder }: ProjectRoot) =>
    host === hostName() && exists(folder);
  return {
    keys: roots.flatMap((root) => here(root) ? keysNow(root) : root.keys),
    runs: roots.flatMap(({ folder, run }) =>
      folder === own || run === undefined ? [] : [run]
    ),
  };
}

function keysNow({ folder, files }: Pick<ProjectRoot, "folder" | "files">) {
  const outside = files.flatMap((file) =>
    [...readLockFile(file)?.values() ?? []].map(({ key }) => key)
  );
  return [...new Set([...lockedKeys(folder), ...outside])];
}
