import { utf8 } from "../../common/utf8.ts";

/** Stands for the end of each line. */
const END_OF_LINE = "<eos>";

/** Stands for words outside of a vocabulary, in texts of the form of the Penn Treebank. */
export const UNKNOWN_WORD = "<unk>";

/**
 * Tokens of a text of the form of the Penn Treebank as Mikolov prepared it: the words of each line, which white space
 * separates, then `<eos>` (docs/recurrent.md section 3). An empty line is an `<eos>` alone.
 *
 * @param file Name in messages.
 * @throws {SyntaxError} If the text is not UTF-8, with the line; or has no word.
 *
 * @example
 * ```ts
 * import { textTokens } from "./text_tokens.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new TextEncoder().encode(" the cat sat \n\non <unk>");
 * assertEquals(textTokens(bytes, "train.txt"), [
 *   "the", "cat", "sat", "<eos>", "<eos>", "on", "<unk>", "<eos>",
 * ]);
 * ```
 */
export function textTokens(bytes: Uint8Array, file: string): string[] {
  const text = utf8(bytes);
  if (text === undefined) {
    throw new SyntaxError(
      `Expected text in UTF-8 but found other bytes in ${file}:${
        undecodableLine(bytes)
      }`,
    );
  }
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  const tokens = lines.flatMap((line) => [
    ...line.split(/\s+/).filter((word) => word !== ""),
    END_OF_LINE,
  ]);
  if (tokens.length === lines.length) {
    throw new SyntaxError(`Expected words but found none in ${file}`);
  }
  return tokens;
}

/** First line, from 1, that is no UTF-8. */
function undecodableLine(bytes: Uint8Array): number {
  for (let line = 1, from = 0;; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (end < 0 || utf8(bytes.subarray(from, to)) === undefined) return line;
    from = to + 1;
  }
}
