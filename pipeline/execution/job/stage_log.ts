import { dirname } from "node:path";
import { bytesText } from "../../../common/quantities.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { writeAll } from "../../../common/write_all.ts";

/** The log of a stage process. */
export interface StageLog extends Disposable {
  write(line: string): void;
  /** Appends bytes. */
  append(bytes: Uint8Array): void;
}

/**
 * Opens the log of a stage process, empty. A log that cannot be written stops nothing.
 *
 * Of a log that grows over its limit the beginning and the end stay, a half each; a line between them says how much is
 * left out. The end is kept in a file beside the log until the log is closed.
 *
 * @param limit Most bytes to keep.
 */
export function openLog(path: string, limit: number): StageLog {
  const half = Math.floor(limit / 2);
  let log: Deno.FsFile | undefined;
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    // A run that was killed may have left it.
    removeIfThere(endPath(path));
    log = Deno.openSync(path, { write: true, create: true, truncate: true });
  } catch {
    log = undefined;
  }
  let size = 0;
  let end: LogEnd | undefined;
  const append = (bytes: Uint8Array): void => {
    if (log === undefined) return;
    try {
      const head = bytes.subarray(0, Math.max(0, half - size));
      writeAll(log, head);
      size += head.length;
      if (head.length === bytes.length) return;
      if (end === undefined) {
        writeAll(
          log,
          encode(
            `\n... this log keeps ${
              bytesText(limit)
            }; what follows is its end, and what lies between is left out ...\n`,
          ),
        );
        end = openEnd(endPath(path), half);
      }
      end.append(bytes.subarray(head.length));
    } catch {
      // A full disk is reported where it matters: at the stage's outputs.
    }
  };
  return {
    append,
    write: (line) => append(encode(`${line}\n`)),
    [Symbol.dispose]: () => {
      try {
        if (log !== undefined) end?.moveTo(log);
      } catch {
        // as above
      }
      log?.close();
    },
  };
}

/** The last bytes of a log. */
interface LogEnd {
  append(bytes: Uint8Array): void;
  /** Appends them to a file, and removes their own. */
  moveTo(file: Deno.FsFile): void;
}

function endPath(log: string): string {
  return `${log}.end`;
}

/** Keeps the last bytes in a file as in a ring. */
function openEnd(path: string, limit: number): LogEnd {
  const file = Deno.openSync(path, {
    read: true,
    write: true,
    create: true,
    truncate: true,
  });
  let written = 0;
  return {
    append: (bytes) => {
      // Of more than fits, only the last part stays.
      let rest = bytes.subarray(Math.max(0, bytes.length - limit));
      written += bytes.length - rest.length;
      while (rest.length > 0) {
        const at = written % limit;
        const part = rest.subarray(0, limit - at);
        file.seekSync(at, Deno.SeekMode.Start);
        writeAll(file, part);
        written += part.length;
        rest = rest.subarray(part.length);
      }
    },
    moveTo: (target) => {
      const begin = written > limit ? written % limit : 0;
      copy(file, { from: begin, to: Math.min(written, limit) }, target);
      copy(file, { from: 0, to: begin }, target);
      file.close();
      Deno.removeSync(path);
    },
  };
}

function copy(
  file: Deno.FsFile,
  range: { readonly from: number; readonly to: number },
  target: Deno.FsFile,
): void {
  const buffer = new Uint8Array(1 << 16);
  file.seekSync(range.from, Deno.SeekMode.Start);
  for (let left = range.to - range.from; left > 0;) {
    const count = file.readSync(buffer.subarray(0, left));
    if (count === null) return;
    writeAll(target, buffer.subarray(0, count));
    left -= count;
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
