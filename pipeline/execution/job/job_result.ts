import { readJsonIfWhole } from "../../base/read_files.ts";
import { writeAtomic } from "../../base/write_atomic.ts";

/** How a stage ended, written by its own process as the last thing it does. */
export interface JobResult {
  /** How it ended; `stopped`: it was asked to. */
  readonly status: "done" | "failed" | "stopped";
  /** Why it failed; one line. */
  readonly message: string;
  /** Size in bytes of each file below the folder of outputs; only where other machines read them. */
  readonly files?: Readonly<Record<string, number>>;
}

/** Writes a result so that others see all of it or nothing. */
export function writeResult(
  folder: string,
  result: JobResult,
  durable: boolean,
): void {
  writeAtomic(`${folder}/result.json`, JSON.stringify(result), folder, durable);
}

/** Reads a result; `undefined` as long as there is none. */
export function readResult(folder: string): JobResult | undefined {
  return readJsonIfWhole(`${folder}/result.json`) as JobResult | undefined;
}

/** Sizes of all files below a folder by their path in it; links are not followed. */
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
