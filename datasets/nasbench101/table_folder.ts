import { join } from "node:path";
import { parseJson } from "../../common/parse_json.ts";
import {
  type BenchmarkTable,
  encodeTable,
  type KeyedRow,
  openTable,
} from "./table.ts";

/** Description of an indexed table. */
export interface TableNote {
  /** Name of the source file. */
  readonly name: string;
  /** True if the source is the authors' file, byte for byte. */
  readonly official: boolean;
}

/** How a table of your own differs from the official ones: a count for each kind of difference. */
export interface TableAccount {
  /** Records that were not used. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** Cells or trainings that are missing. */
  readonly uneven: Readonly<Record<string, number>>;
}

const NOTE = "table.json";
const INDEX = "index.bin";

/** Writes an indexed table with its note into a folder. */
export async function writeTableFolder(
  folder: string,
  rows: readonly KeyedRow[],
  note: TableNote & Partial<TableAccount>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(join(folder, INDEX), encodeTable(rows));
  await Deno.writeTextFile(
    join(folder, NOTE),
    `${JSON.stringify(note, null, 2)}\n`,
  );
}

/** Opens what {@linkcode writeTableFolder} wrote. */
export async function openTableFolder(
  folder: string,
): Promise<BenchmarkTable & TableNote> {
  const { name, official } = parseNote(
    await Deno.readTextFile(join(folder, NOTE)),
    join(folder, NOTE),
  );
  return { ...openTable(join(folder, INDEX)), name, official };
}

function parseNote(text: string, path: string): TableNote {
  const { name, official } = Object(parseJson(text, path));
  if (typeof name === "string" && typeof official === "boolean") {
    return { name, official };
  }
  throw new SyntaxError(
    `Expected the name of a table and whether it is official but found others in ${path}`,
  );
}
