import { parseJson } from "../../common/parse_json.ts";
import { join } from "node:path";
import type { PassedOver } from "./passed_over.ts";

/** Content of `source.json`, which describes the files of a data set. */
export interface SourceNote {
  /** Name of the data set. */
  readonly dataset: string;
  /** True if every byte is as published; false for the user's files. */
  readonly official: boolean;
  /** Classes to take; default: all. */
  readonly classes?: readonly string[];
  /** What was passed over when the user's folder was copied. */
  readonly passedOver?: PassedOver;
}

const NAME = "source.json";

/** Writes the note into a folder of files. */
export async function writeSourceNote(
  folder: string,
  note: SourceNote,
): Promise<void> {
  await Deno.writeTextFile(
    join(folder, NAME),
    `${JSON.stringify(note, null, 2)}\n`,
  );
}

/**
 * Reads the note of a folder of files.
 *
 * @throws {SyntaxError} If it is malformed.
 */
export async function readSourceNote(folder: string): Promise<SourceNote> {
  const path = join(folder, NAME);
  const note = Object(
    parseJson(await Deno.readTextFile(path), path),
  ) as Partial<SourceNote>;
  const { dataset, official, classes, passedOver } = note;
  if (typeof dataset !== "string" || typeof official !== "boolean") {
    throw new SyntaxError(
      `Expected dataset and official but found ${
        JSON.stringify(note)
      } in ${path}`,
    );
  }
  return {
    dataset,
    official,
    ...(classes === undefined ? {} : { classes }),
    ...(passedOver === undefined ? {} : { passedOver }),
  };
}
