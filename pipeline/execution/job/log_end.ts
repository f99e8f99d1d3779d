import { ifPossible } from "../../../common/if_possible.ts";
import { printable } from "../../../common/printable.ts";
import { readPiece } from "../../../common/read_into.ts";

/** Bytes at the end of a log that are read. */
const END = 16 * 1024;

/** The last few kilobytes of a log; empty if there is none. */
export function logEnd(path: string): string {
  const bytes = ifPossible(() => {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    return readPiece(file, Math.max(0, size - END), END);
  });
  return new TextDecoder().decode(bytes);
}

/**
 * What a stage wrote last, before the message that says why it failed: its last lines without empty ones.
 *
 * @param log End of its log.
 * @param options `message`: why it failed; `most`: number of lines.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lastLines } from "./log_end.ts";
 *
 * const log = "step 1\nloss nan\nError: Expected numbers\n    at run (stage.ts:3:1)\n";
 * assertEquals(lastLines(log, { message: "Expected numbers", most: 8 }), ["step 1", "loss nan"]);
 * ```
 */
export function lastLines(
  log: string,
  options: { readonly message: string; readonly most: number },
): string[] {
  const lines = printable(log).split("\n");
  // A message of several lines is told in one.
  const start = options.message.slice(0, 60).trimEnd();
  const told = start === ""
    ? -1
    : lines.findIndex((line) => line.includes(start));
  return (told < 0 ? lines : lines.slice(0, told))
    .filter((line) => line.trim() !== "").slice(-options.most);
}
