import { createHash } from "node:crypto";
import { join } from "node:path";
import { listingDigest } from "../../common/hash_file.ts";
import { TEXT_PARTS, type TextPart } from "./corpus.ts";
import { type TextTokens, textTokens } from "./text_tokens.ts";

/** Name of the file of a part of a text. */
function textFile(part: TextPart): string {
  return `${part}.txt`;
}

/** Files of a folder with a text of the user's own, in the order of its listing. */
export const TEXT_FILES: readonly string[] = TEXT_PARTS.map(textFile)
  .toSorted();

/** Most bytes of a file, which is read as a whole; its tokens take about as many in memory, at most four times as many. */
export const MOST_TEXT = 128 << 20;

/** A text of the user's own. */
export interface FolderText {
  /** Tokens of each part. */
  readonly tokens: Readonly<Record<TextPart, TextTokens>>;
  /** Digest of the names and contents of its files. */
  readonly listing: string;
}

/**
 * Says which files of a text a folder lacks.
 *
 * @throws {RangeError} If it lacks any.
 */
export function requireTextFiles(folder: string): void {
  const missing = TEXT_FILES.filter((name) => {
    try {
      return !Deno.statSync(join(folder, name)).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return true;
      throw error;
    }
  });
  if (missing.length > 0) {
    throw new RangeError(
      `Expected ${TEXT_FILES.join(", ")} but found no ${
        missing.join(", no ")
      } in ${folder}`,
    );
  }
}

/**
 * Reads `train.txt`, `valid.txt` and `test.txt` of a folder.
 *
 * @throws {RangeError} If a file is missing or too large.
 * @throws {SyntaxError} If one is no UTF-8, or has no word.
 */
export function readTextFolder(folder: string): FolderText {
  requireTextFiles(folder);
  const digests = new Map<string, string>();
  const tokens = Object.fromEntries(TEXT_PARTS.map((part) => {
    const path = join(folder, textFile(part));
    const { size } = Deno.statSync(path);
    if (size > MOST_TEXT) {
      throw new RangeError(
        `Expected at most ${MOST_TEXT} bytes but found ${size} in ${path}`,
      );
    }
    const bytes = Deno.readFileSync(path);
    digests.set(
      textFile(part),
      createHash("sha256").update(bytes).digest("hex"),
    );
    return [part, textTokens(bytes, path)];
  })) as unknown as FolderText["tokens"];
  const listing = listingDigest(
    TEXT_FILES.map((name) => [name, digests.get(name)!]),
  );
  return { tokens, listing };
}
