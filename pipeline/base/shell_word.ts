/**
 * Writes a text as one word of a POSIX shell.
 *
 * @example
 * ```ts
 * import { shellWord } from "./shell_word.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(["run", "a b", "it's"].map(shellWord), ["run", "'a b'", "'it'\\''s'"]);
 * ```
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
