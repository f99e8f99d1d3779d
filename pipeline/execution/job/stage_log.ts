import { dirname } from "node:path";

/** The log of a stage process. */
export interface StageLog extends Disposable {
  /** Appends a line. */
  write(line: string): void;
}

/** Opens an empty log of a stage process. Failures to write it are ignored. */
export function openLog(path: string): StageLog {
  let file: Deno.FsFile | undefined;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    file = Deno.openSync(path, { write: true, create: true, truncate: true });
  } catch {
    file = undefined;
  }
  return {
    write: (line) => {
      try {
        file?.writeSync(new TextEncoder().encode(`${line}\n`));
      } catch {
        // A full disk is reported for the stage's outputs.
      }
    },
    [Symbol.dispose]: () => file?.close(),
  };
}
