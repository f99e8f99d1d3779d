/** Sequences that a terminal obeys: CSI, then OSC, DCS, SOS, PM and APC with their text, then the short ones. */
const SEQUENCES =
  // deno-lint-ignore no-control-regex
  /\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;

/** Control characters but for tab and newline, and the marks that turn the direction of text. */
const CONTROLS =
  // deno-lint-ignore no-control-regex
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of somebody else, such as a log, a message or a name, as it may be shown on a terminal: without sequences that
 * move the cursor, set the title or the clipboard, or hide what was printed. Of a line that a program redrew by
 * carriage returns, as progress bars are, the last version stays.
 *
 * @example
 * ```ts
 * import { printable } from "./printable.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("\x1b[2J\x1b[31mred\x1b[0m\n10 %\r20 %\n"), "red\n20 %\n");
 * ```
 */
export function printable(text: string): string {
  const plain = text.replace(SEQUENCES, "");
  const drawn = plain.includes("\r")
    ? plain.split("\n").map(lastVersion).join("\n")
    : plain;
  return drawn.replace(CONTROLS, "");
}

function lastVersion(line: string): string {
  return line.split("\r").findLast((version) => version !== "") ?? "";
}
