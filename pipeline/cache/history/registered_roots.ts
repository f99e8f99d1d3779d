import { hostName } from "../../base/lease.ts";
import { exists, fileNames } from "../../base/read_files.ts";
import { readIfSound } from "../../base/sealed_json.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { keysLockedBy } from "./lock_file.ts";
import { PROJECT_ROOT } from "./project_roots.ts";

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
    readIfSound(`${folders.roots}/${name}`, PROJECT_ROOT) ?? []
  );
  const here = ({ host, folder }: (typeof roots)[number]) =>
    host === hostName() && exists(folder);
  return {
    keys: roots.flatMap((root) => here(root) ? keysLockedBy(root) : root.keys),
    runs: roots.flatMap(({ folder, run }) =>
      folder === own || run === undefined ? [] : [run]
    ),
  };
}
