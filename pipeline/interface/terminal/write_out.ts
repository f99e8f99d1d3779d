import { printable } from "../../../common/printable.ts";
import { withoutLogins } from "../../../common/without_logins.ts";
import { shownPath } from "../../base/shown_path.ts";
import { writeBeside } from "../../beside/write_beside.ts";
import { writeAll } from "../../../common/write_all.ts";

/** Writes text to standard output, all of it, without what a terminal obeys and without passwords of addresses. */
export function writeOut(text: string): void {
  writeRaw(withoutLogins(printable(text)));
}

/** Writes text to standard output as it is; a closed pipe (`| head`) is no error. */
export function writeRaw(text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    writeAll(Deno.stdout, bytes);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Writes a value to standard output as one line of JSON. Control characters are escaped, those after ASCII too. */
export function writeJson(value: unknown): void {
  const text = withoutLogins(JSON.stringify(value)).replace(
    /[\x7f-\x9f]/g,
    (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
  );
  writeRaw(`${text}\n`);
}

/** Writes text into a file and says so, or without a file to standard output. */
export function writeOutOrFile(text: string, file: string | undefined): void {
  if (file === undefined) return writeOut(text);
  writeBeside(file, text);
  writeOut(`wrote ${shownPath(file)}\n`);
}
