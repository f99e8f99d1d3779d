import { readLockFile } from "./lock_file.ts";

/** Folders below the project in which lock files are looked for. */
const DEPTH = 3;

/**
 * Keys that the lock files of a project name, so that `gc` keeps their results.
 *
 * Throws an `ExitError` with code 2 for a lock file that cannot be read: what it names must not be lost.
 *
 * @param folder The project.
 */
export function lockedKeys(folder: string): string[] {
  return lockFiles(folder, DEPTH).flatMap((file) =>
    [...readLockFile(file)?.values() ?? []].map(({ key }) => key)
  );
}

function lockFiles(folder: string, depth: number): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile && /\.ya?ml(\..+)?\.lock$/.test(entry.name)) return [path];
    const inside = entry.isDirectory && depth > 0 &&
      !entry.name.startsWith(".") && entry.name !== "node_modules";
    return inside ? lockFiles(path, depth - 1) : [];
  });
}
