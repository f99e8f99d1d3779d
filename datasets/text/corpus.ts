import { type TextTokens, UNKNOWN_WORD } from "./text_tokens.ts";

/** Parts of a corpus, in the order in which their words enter the vocabulary. */
export const TEXT_PARTS = ["train", "valid", "test"] as const;

export type TextPart = typeof TEXT_PARTS[number];

/** What becomes of words that `train` lacks: they enter the vocabulary as published, or `<unk>` takes their place. */
export const UNKNOWN_POLICIES = ["add", "replace"] as const;

export type UnknownPolicy = typeof UNKNOWN_POLICIES[number];

/** A text as numbers of words. */
export interface Corpus {
  /** Words by their number. */
  readonly vocabulary: readonly string[];
  /** Numbers of the tokens of each part. */
  readonly parts: Readonly<Record<TextPart, Int32Array>>;
  /** Tokens of `valid` and `test` whose word `train` lacks. */
  readonly unknown: Readonly<Record<Exclude<TextPart, "train">, number>>;
}

/**
 * Numbers the words of a text in order of their first appearance in `train`, then `valid`, then `test`
 * (docs/recurrent.md section 3).
 *
 * The published code gives words that only `valid` or `test` has a number too. Their embedding is never trained, but
 * the size of the vocabulary, and so a little of every perplexity, then depends on the test text.
 *
 * @param unknown What becomes of such words.
 * @param nameOf Name of a part's file in messages.
 * @throws {RangeError} If a word is to be replaced by `<unk>` and `train` has no `<unk>`.
 *
 * @example
 * ```ts
 * import { makeCorpus } from "./corpus.ts";
 * import { textTokens } from "./text_tokens.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const tokens = (text: string) => textTokens(new TextEncoder().encode(text), "example");
 * const texts = { train: tokens("a <unk>"), valid: tokens("b"), test: tokens("a") };
 * const { vocabulary, parts } = makeCorpus(texts, "add");
 * assertEquals(vocabulary, ["a", "<unk>", "<eos>", "b"]);
 * assertEquals([...parts.valid], [3, 2]);
 * assertEquals([...makeCorpus(texts, "replace").parts.valid], [1, 2]);
 * ```
 */
export function makeCorpus(
  tokens: Readonly<Record<TextPart, TextTokens>>,
  unknown: UnknownPolicy,
  nameOf: (part: TextPart) => string = (part) => `${part}.txt`,
): Corpus {
  const numbers = new Map<string, number>();
  const add = (word: string) =>
    numbers.getOrInsertComputed(word, () => numbers.size);
  const train = numberTokens(tokens.train, add);
  const known = numbers.size;
  const stand = numbers.get(UNKNOWN_WORD);
  const numbered = (part: "valid" | "test") => {
    const isKnown = (word: string) => (numbers.get(word) ?? known) < known;
    const lacking = new Set<number>();
    const ids = numberTokens(tokens[part], (word, place) => {
      if (isKnown(word)) return numbers.get(word)!;
      lacking.add(place);
      if (unknown === "add") return add(word);
      if (stand !== undefined) return stand;
      throw new RangeError(
        `Expected ${UNKNOWN_WORD} in ${
          nameOf("train")
        }, to stand for words such as ${JSON.stringify(word)} of ${
          nameOf(part)
        }, but found none: set unknown: add`,
      );
    });
    let count = 0;
    for (const place of tokens[part].places) if (lacking.has(place)) count++;
    return { ids, count };
  };
  const valid = numbered("valid");
  const test = numbered("test");
  return {
    vocabulary: [...numbers.keys()],
    parts: { train, valid: valid.ids, test: test.ids },
    unknown: { valid: valid.count, test: test.count },
  };
}

/**
 * Numbers of the tokens of a part in the vocabulary.
 *
 * @param numberOf Number of a word, with its place in `words`; called once for each word, at its first appearance.
 */
function numberTokens(
  { words, places }: TextTokens,
  numberOf: (word: string, place: number) => number,
): Int32Array {
  const numbers = new Int32Array(words.length).fill(-1);
  return places.map((place) => {
    if (numbers[place]! < 0) numbers[place] = numberOf(words[place]!, place);
    return numbers[place]!;
  });
}
