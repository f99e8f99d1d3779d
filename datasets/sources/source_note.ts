import { join } from "node:path";
import { DATASET_NAMES, type DatasetName } from "../catalogue/registry.ts";

/** Content of `source.json`: what the files of a data set are. */
export interface SourceNote {
  /** Data set. */
  readonly dataset: DatasetName;
  /** True when every byte is as published; false for files of the user's own. */
  readonly official: boolean;
  /** Classes to take, where not all are. */
  readonly classes?: readonly string[];
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
 * @throws {SyntaxError} If it is not what it should be.
 */
export async function readSourceNote(folder: string): Promise<SourceNote> {
  const path = join(folder, NAME);
  const note = JSON.parse(await Deno.readTextFile(path)) as Partial<SourceNote>;
  const { dataset, official, classes } = note;
  const known = DATASET_NAMES.find((name) => name === dataset);
  if (known === undefined || typeof official !== "boolean") {
    throw new SyntaxError(
      `Expected a data set and where it is from but found ${
        JSON.stringify(note)
      } in ${path}`,
    );
  }
  return {
    dataset: known,
    official,
    ...(classes === undefined ? {} : { classes }),
  };
}
