import { utf8 } from "../../common/utf8.ts";

/** Stands for the end of each line. */
const END_OF_LINE = "<eos>";

/** Stands for words outside of a vocabulary, in texts of the form of the Penn Treebank. */
export const UNKNOWN_WORD = "<unk>";

/** Bytes, or a little more, that are decoded and split into words at a time. */
const PIECE = 1 << 20;

/** Tokens of a text, in four bytes each: as strings, tens of millions of them would take gigabytes. */
export interface TextTokens {
  /** Different words, in order of their first appearance. */
  readonly words: readonly string[];
  /** Place of each token in `words`. */
  readonly places: Int32Array;
}

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
 * const { words, places } = textTokens(bytes, "train.txt");
 * assertEquals(words, ["the", "cat", "sat", "<eos>", "on", "<unk>"]);
 * assertEquals([...places], [0, 1, 2, 3, 3, 4, 5, 3]);
 * ```
 */
export function textTokens(bytes: Uint8Array, file: string): TextTokens {
  const numbers = new Map<string, number>();
  let places = new Int32Array(Math.max(16, bytes.length >> 2));
  let count = 0;
  let ends = 0;
  const add = (word: string) => {
    if (count === places.length) {
      const larger = new Int32Array(2 * count);
      larger.set(places);
      places = larger;
    }
    places[count++] = numbers.getOrInsertComputed(word, () => numbers.size);
  };
  for (let from = 0; from < bytes.length;) {
    const to = pieceEnd(bytes, from);
    const text = utf8(bytes.subarray(from, to));
    if (text === undefined) {
      throw new SyntaxError(
        `Expected text in UTF-8 but found other bytes in ${file}:${
          undecodableLine(bytes)
        }`,
      );
    }
    const whole = from === 0 ? text.replace(/^\ufeff/, "") : text;
    const lines = whole.split(/\r\n|\n|\r/);
    if (lines.at(-1) === "") lines.pop();
    for (const line of lines) {
      for (const word of line.split(/\s+/)) if (word !== "") add(word);
      add(END_OF_LINE);
      ends++;
    }
    from = to;
  }
  if (count === ends) {
    throw new SyntaxError(`Expected words but found none in ${file}`);
  }
  return { words: [...numbers.keys()], places: places.slice(0, count) };
}

/** End of a piece of whole lines, of about {@linkcode PIECE} bytes. */
function pieceEnd(bytes: Uint8Array, from: number): number {
  const [feed, carriage] = [0x0a, 0x0d];
  for (let at = from + PIECE; at < bytes.length; at++) {
    // no piece ends between the two bytes of a line break
    if (bytes[at] === feed) return at + 1;
    if (bytes[at] === carriage && bytes[at + 1] !== feed) return at + 1;
  }
  return bytes.length;
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
