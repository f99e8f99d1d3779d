import { join } from "node:path";
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

const NOTE = "table.json";
const INDEX = "index.bin";

/** Writes an indexed table with its note into a folder. */
export async function writeTableFolder(
  folder: string,
  rows: readonly KeyedRow[],
  note: TableNote,
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
  const { name, official } = JSON.parse(
    await Deno.readTextFile(join(folder, NOTE)),
  ) as TableNote;
  return { ...openTable(join(folder, INDEX)), name, official };
}
