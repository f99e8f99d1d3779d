import type { z } from "zod";

/** True for an existing file, folder or link; the target of a link need not exist. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** True for a file, or a link to one. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
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
  try {
    const found = JSON.parse(Deno.readTextFileSync(path));
    return shape.safeParse(found).success ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Names in a folder, sorted; none for a missing folder. */
export function namesIn(folder: string): string[] {
  return entriesOf(folder).map(({ name }) => name).sort();
}

/** Names in a folder, sorted; none for a folder that is missing or cannot be read. */
export function namesOrNone(folder: string): string[] {
  try {
    return namesIn(folder);
  } catch {
    return [];
  }
}

/** Names of files in a folder, sorted; none for a missing folder. */
export function fileNames(folder: string): string[] {
  return entriesOf(folder).filter(({ isFile }) => isFile)
    .map(({ name }) => name).sort();
}

function entriesOf(folder: string): Deno.DirEntry[] {
  return ifThere(() => [...Deno.readDirSync(folder)]) ?? [];
}
