import { relative } from "node:path";

/** A path for messages: relative to the working directory, unless it lies outside. */
export function shownPath(path: string): string {
  const shown = relative(Deno.cwd(), path);
  return shown.startsWith("..") ? path : shown;
}
