/** Depth of folders below the project in which lock files are looked for. */
const DEPTH = 3;

/** Paths of the lock files of a project. They are found here without the reader of YAML, which few runs need. */
export function lockFilesBelow(folder: string): string[] {
  return lockFiles(folder, DEPTH);
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
