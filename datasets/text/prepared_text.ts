import { join } from "node:path";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../engine/safetensors.ts";

/** Vocabulary of a prepared text, and the statement on it. */
export interface TextStatement {
  /** Words by their number. */
  readonly vocabulary: readonly string[];
  /** Statement on the text, in words. */
  readonly statement: string;
}

/** Parts of a prepared text, as numbers of words. */
export interface PreparedText extends TextStatement {
  readonly parts: Readonly<Record<string, Int32Array>>;
}

const STATEMENT = "text.json";
const TOKENS = "tokens.safetensors";

/** Writes the statement on a text and the numbers of words of its parts into a folder. */
export async function writePreparedText(
  folder: string,
  { vocabulary, statement, parts }: PreparedText,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    join(folder, STATEMENT),
    `${JSON.stringify({ statement, vocabulary }, null, 1)}\n`,
  );
  const tensors = Object.fromEntries(
    Object.entries(parts).map(([name, data]) => [
      name,
      { dtype: "I32" as const, shape: [data.length], data },
    ]),
  );
  await Deno.writeFile(join(folder, TOKENS), encodeSafetensors(tensors, {}));
}

/**
 * Reads a folder that {@linkcode writePreparedText} wrote.
 *
 * @throws {Error} If it lacks a part, or a number is that of no word.
 */
export async function readPreparedText<P extends string>(
  folder: string,
  names: readonly P[],
): Promise<
  TextStatement & { readonly parts: Readonly<Record<P, Int32Array>> }
> {
  const { statement, vocabulary } = JSON.parse(
    await Deno.readTextFile(join(folder, STATEMENT)),
  ) as TextStatement;
  const path = join(folder, TOKENS);
  const { tensors } = decodeSafetensors(await Deno.readFile(path), path);
  const parts = Object.fromEntries(names.map((name) => {
    const data = tensors[name]?.data;
    if (!(data instanceof Int32Array)) {
      throw new Error(`Expected the text ${name} as I32 in ${path}`);
    }
    if (data.some((id) => id < 0 || id >= vocabulary.length)) {
      throw new Error(
        `Expected numbers below ${vocabulary.length} but found others in ${path} at ${name}`,
      );
    }
    return [name, data];
  })) as Record<P, Int32Array>;
  return { statement, vocabulary, parts };
}
