import { writeAtomic } from "../../base/write_atomic.ts";
import type { JobResult } from "./read_result.ts";

/** Writes a result atomically. */
export function writeResult(
  folder: string,
  result: JobResult,
  durable: boolean,
): void {
  writeAtomic(`${folder}/result.json`, JSON.stringify(result), folder, durable);
}

/** Sizes in bytes of all files below a folder by relative path; links are not followed. */
export function fileSizes(folder: string): Record<string, number> {
  const sizes: Record<string, number> = {};
  const visit = (path: string) => {
    for (const { name, isDirectory, isFile } of Deno.readDirSync(path)) {
      const inner = `${path}/${name}`;
      if (isDirectory) visit(inner);
      if (isFile) {
        sizes[inner.slice(folder.length + 1)] = Deno.statSync(inner).size;
      }
    }
  };
  visit(folder);
  return sizes;
}
