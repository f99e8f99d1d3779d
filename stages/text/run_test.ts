import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readPreparedText } from "../../datasets/text/prepared_text.ts";
import { MOST_TEXT } from "../../datasets/text/text_folder.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { listOutside } from "./list_texts.ts";
import { textParams } from "./params.ts";
import { run } from "./run.ts";

/** Writes a text and runs the stage on it, by the listing that its files have. */
async function prepared(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  more: object = {},
) {
  const source = join(folder, "source");
  await Deno.mkdir(source);
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeFile(
      join(source, name),
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
  const outputs = { text: join(folder, "text"), test: join(folder, "test") };
  const start = async (listing?: string) => {
    const params = textParams.parse({ folder: source, listing, ...more });
    const test = testContext(params, { outputs, checkpoint: folder });
    await run(test.context);
    return test.logged;
  };
  let listing = "";
  try {
    await start();
  } catch (error) {
    const { message } = error as Error;
    listing = /found ([0-9a-f]{64})/.exec(message)?.[1] ?? "";
    if (listing === "") throw error;
    assertStringIncludes(
      message,
      "Expected listing: with the digest of the texts",
    );
  }
  return { outputs, source, start, listing };
}

const FILES = {
  "train.txt": "a b a\n<unk>\n",
  "valid.txt": "b c\n",
  "test.txt": "d\n",
};

Deno.test("text numbers the words of a text of one's own, and keeps the test text apart", async () => {
  using folder = tempFolder();
  const { outputs, start, listing } = await prepared(folder.path, FILES);
  assertEquals(await start(listing), [
    "text of the user's own: 6 tokens in train.txt, 3 tokens in valid.txt, 2 tokens in test.txt; 6 words; 1 and 1 tokens of valid.txt and test.txt that train.txt lacks are words of the vocabulary",
  ]);
  const { vocabulary, parts } = await readPreparedText(outputs.text, [
    "train",
    "valid",
  ]);
  assertEquals(vocabulary, ["a", "b", "<eos>", "<unk>", "c", "d"]);
  assertEquals([...parts.train], [0, 1, 0, 2, 3, 2]);
  assertEquals([...parts.valid], [1, 4, 2]);
  const test = await readPreparedText(outputs.test, ["test"]);
  assertEquals([...test.parts.test], [5, 2]);
  await assertRejects(
    () => readPreparedText(outputs.text, ["test"]),
    Error,
    "Expected the text test as I32 in",
  );
});

Deno.test("text takes the first tokens of each part where it is told how many", async () => {
  using folder = tempFolder();
  const { start, listing } = await prepared(folder.path, FILES, {
    train: 4,
    test: 2,
  });
  const [said] = await start(listing);
  assertStringIncludes(
    said!,
    "4 of 6 tokens in train.txt, 3 tokens in valid.txt, 2 tokens in test.txt; 5 words",
  );
});

Deno.test("text replaces words that train.txt lacks where it is told to", async () => {
  using folder = tempFolder();
  const { outputs, start, listing } = await prepared(folder.path, FILES, {
    unknown: "replace",
  });
  const [said] = await start(listing);
  assertStringIncludes(said!, "that train.txt lacks became <unk>");
  const { vocabulary, parts } = await readPreparedText(outputs.text, ["valid"]);
  assertEquals(vocabulary, ["a", "b", "<eos>", "<unk>"]);
  assertEquals([...parts.valid], [1, 3, 2]);
});

Deno.test("text refuses other files than its listing says, and files that are no text, each in one line", async () => {
  using folder = tempFolder();
  const { source, start, listing } = await prepared(folder.path, FILES);
  await Deno.writeTextFile(join(source, "valid.txt"), "b\n");
  await assertRejects(
    () => start(listing),
    RangeError,
    `Expected listing: ${listing} but found `,
  );
  await Deno.writeFile(
    join(source, "valid.txt"),
    Uint8Array.of(0x61, 0x0a, 0xff),
  );
  await assertRejects(
    () => start(listing),
    SyntaxError,
    `Expected text in UTF-8 but found other bytes in ${source}/valid.txt:2`,
  );
  await Deno.writeTextFile(join(source, "valid.txt"), "\n");
  await assertRejects(
    () => start(listing),
    SyntaxError,
    `Expected words but found none in ${source}/valid.txt`,
  );
  await Deno.remove(join(source, "valid.txt"));
  await assertRejects(
    () => start(listing),
    RangeError,
    `Expected test.txt, train.txt, valid.txt but found no valid.txt in ${source}`,
  );
});

Deno.test("text refuses a file that is larger than a text may be, by its size and not as other bytes than UTF-8", async () => {
  using folder = tempFolder();
  const { source, start, listing } = await prepared(folder.path, FILES);
  // A sparse file: no byte of it is read.
  await Deno.truncate(join(source, "train.txt"), MOST_TEXT + 1);
  await assertRejects(
    () => start(listing),
    RangeError,
    `Expected at most ${MOST_TEXT} bytes but found ${
      MOST_TEXT + 1
    } in ${source}/train.txt`,
  );
});

Deno.test("text lists its three files for accept, which reads them first", async () => {
  using folder = tempFolder();
  const { source } = await prepared(folder.path, FILES);
  const { files, noun, count, check } = await listOutside(source, {});
  assertEquals([files, noun, count], [
    ["test.txt", "train.txt", "valid.txt"],
    "text",
    3,
  ]);
  check!();
});
