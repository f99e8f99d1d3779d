import { assertEquals, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { makeCorpus, TEXT_PARTS } from "./corpus.ts";
import { textColumns, textWindow } from "./text_columns.ts";
import { textTokens } from "./text_tokens.ts";

interface GoldenWindow {
  i: number;
  bptt: number;
  data: number[][];
  target: number[][];
}

const bytes = (text: string) => new TextEncoder().encode(text);

const tokensOf = (texts: Record<typeof TEXT_PARTS[number], string>) => ({
  train: textTokens(bytes(texts.train), "train.txt"),
  valid: textTokens(bytes(texts.valid), "valid.txt"),
  test: textTokens(bytes(texts.test), "test.txt"),
});

Deno.test("texts become the reference's vocabulary, numbers, columns and windows", () => {
  const golden = readGolden<{
    texts: Record<typeof TEXT_PARTS[number], string>;
    vocabulary: string[];
    ids: Record<typeof TEXT_PARTS[number], number[]>;
    batchify: { batch: number; data: number[][] };
    get_batch: GoldenWindow;
    get_batch_end: GoldenWindow;
  }>("rnn_corpus");
  const corpus = makeCorpus(tokensOf(golden.texts), "add");
  assertEquals(corpus.vocabulary, golden.vocabulary);
  for (const part of TEXT_PARTS) {
    assertEquals([...corpus.parts[part]], golden.ids[part]);
  }
  const { batch, data } = golden.batchify;
  const columns = textColumns(corpus.parts.train, batch, "train.txt");
  assertEquals([...columns.ids], data.flat());
  for (
    const { i, bptt, data, target } of [golden.get_batch, golden.get_batch_end]
  ) {
    const { x, y, length } = textWindow(columns, i, bptt);
    assertEquals([[...x], [...y], length], [
      data.flat(),
      target.flat(),
      data.length,
    ]);
  }
});

Deno.test("words that train lacks enter the vocabulary or become <unk>, and are counted", () => {
  const tokens = tokensOf({
    train: "a <unk> b\n",
    valid: "c a\nc\n",
    test: "d c b\n",
  });
  const added = makeCorpus(tokens, "add");
  assertEquals(added.vocabulary, ["a", "<unk>", "b", "<eos>", "c", "d"]);
  assertEquals(added.unknown, { valid: 2, test: 2 });
  const replaced = makeCorpus(tokens, "replace");
  assertEquals(replaced.vocabulary, ["a", "<unk>", "b", "<eos>"]);
  assertEquals([...replaced.parts.valid], [1, 0, 3, 1, 3]);
  assertEquals([...replaced.parts.test], [1, 1, 2, 3]);
  assertEquals(replaced.unknown, added.unknown);
  assertThrows(
    () =>
      makeCorpus(
        { ...tokens, train: textTokens(bytes("a"), "train.txt") },
        "replace",
      ),
    RangeError,
    'Expected <unk> in train.txt, to stand for words such as "c" of valid.txt, but found none: set unknown: add',
  );
});

Deno.test("a text that is no UTF-8 or has no word is refused in one line, with the place", () => {
  const broken = Uint8Array.of(...bytes("a b\nc d\n"), 0xff, 0x0a);
  assertThrows(
    () => textTokens(broken, "valid.txt"),
    SyntaxError,
    "Expected text in UTF-8 but found other bytes in valid.txt:3",
  );
  // in the last line, which no line break ends
  assertThrows(
    () => textTokens(Uint8Array.of(0x61, 0x0a, 0xc3), "valid.txt"),
    SyntaxError,
    "in valid.txt:2",
  );
  for (const empty of ["", "\n", " \n\t\r\n"]) {
    assertThrows(
      () => textTokens(bytes(empty), "test.txt"),
      SyntaxError,
      "Expected words but found none in test.txt",
    );
  }
});

Deno.test("line breaks of other systems and a byte order mark make no word", () => {
  const expected = ["a", "b", "<eos>", "c", "<eos>"];
  for (const text of ["a b\nc\n", "a b\r\nc\r\n", "\ufeffa b\rc"]) {
    const { words, places } = textTokens(bytes(text), "train.txt");
    assertEquals([...places].map((place) => words[place]), expected);
  }
});

Deno.test("a text of several pieces has the tokens of the whole, in four bytes each", () => {
  // the break of the first line lies across the end of a piece
  const long = "a".repeat(1 << 20);
  const line = "b ä c\r";
  const repeats = 300_000;
  const { words, places } = textTokens(
    bytes(`${long}\r\n${line.repeat(repeats)}`),
    "train.txt",
  );
  assertEquals(words.slice(1), ["<eos>", "b", "ä", "c"]);
  assertEquals(places.length, 2 + 4 * repeats);
  assertEquals([...places.subarray(0, 6)], [0, 1, 2, 3, 4, 1]);
  assertEquals(
    places.subarray(2),
    Int32Array.from({ length: 4 * repeats }, (_, at) => [2, 3, 4, 1][at % 4]!),
  );
  assertEquals(places.buffer.byteLength, 4 * places.length);
});

Deno.test("a text that is too short for its columns is refused", () => {
  assertThrows(
    () => textColumns(new Int32Array(19), 10, "valid.txt"),
    RangeError,
    "Expected 20 tokens or more, for a batch of 10, but found 19 in valid.txt: a smaller batch needs fewer",
  );
  const columns = textColumns(new Int32Array(20), 10, "valid.txt");
  assertEquals(textWindow(columns, 0, 35).length, 1);
  assertThrows(
    () => textWindow(columns, 1, 35),
    RangeError,
    "Expected a row from 0 to 0 but found 1",
  );
});
