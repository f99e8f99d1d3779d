import type { z } from "zod";
import { ifPossible } from "../../common/if_possible.ts";

/** True for an existing file, folder or link; the target of a link need not exist. */
export function exists(path: string): boolean {
  return ifPossible(() => Deno.lstatSync(path)) !== undefined;
}

/** True for a file, or a link to one. */
export function isFile(path: string): boolean {
  return ifPossible(() => Deno.statSync(path).isFile) ?? false;
}

/** What `work` gives; `undefined` if a file that it needs is missing. */
export function ifThere<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Text of a file; `undefined` for a missing one. */
export function readTextIfThere(path: string): string | undefined {
  return ifThere(() => Deno.readTextFileSync(path));
}

/** Reads a JSON file; `undefined` for one that is missing, torn or of another shape. */
export function readJsonIfWhole<T>(
  path: string,
  shape: z.ZodType<T>,
): T | undefined {
  const found = ifPossible(() => JSON.parse(Deno.readTextFileSync(path)));
  return shape.safeParse(found).success ? found : undefined;
}

/** Names in a folder, sorted; none for a missing folder. */
export function namesIn(folder: string): string[] {
  return entriesOf(folder).map(({ name }) => name).sort();
}

/** Names in a folder, sorted; none for a folder that is missing or cannot be read. */
export function namesOrNone(folder: string): string[] {
  return ifPossible(() => namesIn(folder)) ?? [];
}

/** Names of files in a folder, sorted; none for a missing folder. */
export function fileNames(folder: string): string[] {
  return entriesOf(folder).filter(({ isFile }) => isFile)
    .map(({ name }) => name).sort();
}

function entriesOf(folder: string): Deno.DirEntry[] {
  return ifThere(() => [...Deno.readDirSync(folder)]) ?? [];
}
