import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { exists, isFile, namesOrNone } from "../../base/read_files.ts";

/** Path of a file that a text names below a folder; `undefined` where it names none. */
export function inProject(text: string, base: string): string | undefined {
  if (text === "" || isAbsolute(text)) return undefined;
  const path = onDisk(resolve(base, text));
  return isBelow(base, path) && isFile(path) ? path : undefined;
}

/**
 * A path as the disk spells it: a file may have its name in another normal form (NFD, from macOS, say) than the pipeline
 * file, which is read in NFC. The path itself, where nothing is found.
 */
export function onDisk(path: string): string {
  const folder = dirname(path);
  if (folder === path || exists(path)) return path;
  const above = onDisk(folder);
  const wanted = basename(path).normalize("NFC");
  const found = namesOrNone(above).find((name) =>
    name.normalize("NFC") === wanted
  );
  return `${above === "/" ? "" : above}/${found ?? basename(path)}`;
}

/** True if a path lies below a folder with all its links resolved. */
export function staysBelow(base: string, path: string): boolean {
  return isBelow(Deno.realPathSync(base), Deno.realPathSync(path));
}

/** True if a path is a folder or lies below it, by their names alone. */
export function isBelow(base: string, path: string): boolean {
  const below = relative(base, path);
  return below !== ".." && !below.startsWith("../") && !isAbsolute(below);
}
