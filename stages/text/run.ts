import {
  type Corpus,
  makeCorpus,
  TEXT_PARTS,
  type TextPart,
} from "../../datasets/text/corpus.ts";
import { writePreparedText } from "../../datasets/text/prepared_text.ts";
import {
  type FolderText,
  readTextFolder,
} from "../../datasets/text/text_folder.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import type { TextParams } from "./params.ts";

/** Reads the text, and writes training and validation text apart from the test text. */
export async function run(context: StageContext<TextParams>): Promise<void> {
  const { folder, listing, unknown } = context.params;
  const found = readTextFolder(folder);
  if (found.listing !== listing) {
    throw new RangeError(
      `Expected listing: ${
        listing ?? "with the digest of the texts"
      } but found ${found.listing} in ${folder}`,
    );
  }
  const { params } = context;
  const first = (part: TextPart) => {
    const { words, places } = found.tokens[part];
    return { words, places: places.subarray(0, params[part]) };
  };
  const corpus = makeCorpus({
    train: first("train"),
    valid: first("valid"),
    test: first("test"),
  }, unknown);
  const { vocabulary, parts: { train, valid, test } } = corpus;
  const statement = statementOn(corpus, found.tokens, unknown);
  await writePreparedText(context.output("text"), {
    vocabulary,
    statement,
    parts: { train, valid },
  });
  await writePreparedText(context.output("test"), {
    vocabulary,
    statement,
    parts: { test },
  });
  context.log(statement);
  context.progress({ done: 1, total: 1, unit: "text" });
}

function statementOn(
  { vocabulary, parts, unknown }: Corpus,
  all: FolderText["tokens"],
  policy: TextParams["unknown"],
): string {
  const sizes = TEXT_PARTS.map((part) => {
    const [taken, there] = [parts[part].length, all[part].places.length];
    return `${taken}${
      taken === there ? "" : ` of ${there}`
    } tokens in ${part}.txt`;
  });
  const made = policy === "add"
    ? "are words of the vocabulary"
    : "became <unk>";
  const lacking = `${unknown.valid} and ${unknown.test} tokens`;
  return `text of the user's own: ${
    sizes.join(", ")
  }; ${vocabulary.length} words${
    unknown.valid + unknown.test === 0
      ? ""
      : `; ${lacking} of valid.txt and test.txt that train.txt lacks ${made}`
  }`;
}
