import { isAbsolute, relative, resolve } from "node:path";
import { isFile } from "../../base/read_files.ts";

/** Path of a file that a text names below a folder; `undefined` where it names none. */
export function inProject(text: string, base: string): string | undefined {
  if (text === "" || isAbsolute(text)) return undefined;
  const path = resolve(base, text);
  return isBelow(base, path) && isFile(path) ? path : undefined;
}

/** True if a path lies below a folder with all its links resolved. */
export function staysBelow(base: string, path: string): boolean {
  return isBelow(Deno.realPathSync(base), Deno.realPathSync(path));
}

function isBelow(base: string, path: string): boolean {
  const below = relative(base, path);
  return below !== ".." && !below.startsWith("../") && !isAbsolute(below);
}
