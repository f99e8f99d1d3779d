import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { parseJson } from "../../common/parse_json.ts";
import { RESULT_COLUMNS, type TableResult } from "./table_result.ts";
import type { TablePart } from "./table_splits.ts";

/** Where results come from, and how many there are. */
export interface ResultNote {
  /** Name of the folder or file. */
  readonly name: string;
  /** Architectures with results. */
  readonly architectures: number;
  /** Results by data set, epochs and split: `cifar100, 200 epochs, x-test`. */
  readonly results: Readonly<Record<string, number>>;
}

/** Writes a table; the folder is complete after `close`. */
export interface ResultWriter {
  /** Adds a result. */
  add(result: TableResult): Promise<void>;
  /** Writes what is left, and the note. */
  close(name: string): Promise<ResultNote>;
}

const NOTE = "table.json";
const ROWS = "table.parquet";
/** Rows of a group: of one part of the table, so that a query reads no others. */
const GROUP = 1500;

const TYPES = {
  architecture: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  dataset: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  epochs: { type: "INT32" },
  split: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  seed: { type: "INT32" },
  accuracy: { type: "DOUBLE" },
  loss: { type: "DOUBLE", repetition_type: "OPTIONAL" },
  parameters: { type: "INT32" },
  flops: { type: "INT32" },
} as const;

/** Names a part of a table. */
export function partText({ dataset, epochs, split }: TablePart): string {
  return `${dataset}, ${epochs} epochs, ${split}`;
}

/** Begins the folder of a table: `table.parquet` with the columns of {@linkcode TableResult}, and `table.json`. */
export async function resultWriter(folder: string): Promise<ResultWriter> {
  await Deno.mkdir(folder, { recursive: true });
  const parquet = new ParquetWriter({
    writer: fileWriter(join(folder, ROWS)),
    schema: [
      { name: "root", num_children: RESULT_COLUMNS.length },
      ...Object.entries(TYPES).map(([name, type]) => ({
        name,
        repetition_type: "REQUIRED" as const,
        ...type,
      })),
      {
        name: "accuracies",
        repetition_type: "OPTIONAL",
        converted_type: "LIST",
        num_children: 1,
      },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", type: "DOUBLE", repetition_type: "REQUIRED" },
    ],
  });
  const waiting = new Map<string, TableResult[]>();
  const counts = new Map<string, number>();
  const architectures = new Set<string>();
  const write = async (results: readonly TableResult[]) =>
    await parquet.write({
      columnData: RESULT_COLUMNS.map((name) => ({
        name,
        data: results.map((result) => result[name]),
      })),
      rowGroupSize: results.length,
    });
  return {
    add: async (result) => {
      const part = partText(result);
      architectures.add(result.architecture);
      counts.set(part, (counts.get(part) ?? 0) + 1);
      const own = waiting.get(part) ?? [];
      own.push(result);
      if (own.length < GROUP) {
        waiting.set(part, own);
      } else {
        waiting.delete(part);
        await write(own);
      }
    },
    close: async (name) => {
      for (const part of [...waiting.keys()].sort()) {
        await write(waiting.get(part)!);
      }
      await parquet.finish();
      const note: ResultNote = {
        name,
        architectures: architectures.size,
        results: Object.fromEntries([...counts].sort()),
      };
      await Deno.writeTextFile(
        join(folder, NOTE),
        `${JSON.stringify(note, null, 2)}\n`,
      );
      return note;
    },
  };
}

/**
 * Reads the note of a table.
 *
 * @throws {SyntaxError} If the folder is none of such a table.
 */
export async function readResultNote(folder: string): Promise<ResultNote> {
  const path = join(folder, NOTE);
  const note = Object(parseJson(await Deno.readTextFile(path), path));
  const { name, architectures, results } = note;
  if (
    typeof name === "string" && Number.isSafeInteger(architectures) &&
    typeof results === "object" && results !== null
  ) return note as ResultNote;
  throw new SyntaxError(
    `Expected a table of NAS-Bench-201 but found another one in ${path}`,
  );
}

/**
 * Reads the results of a part of a table.
 *
 * @param curves True to read `accuracies` too, which is null otherwise.
 * @throws {RangeError} If the table has none: the message has what it has.
 */
export async function readPart(
  folder: string,
  part: TablePart,
  { curves = false }: { readonly curves?: boolean } = {},
): Promise<TableResult[]> {
  const { name, results } = await readResultNote(folder);
  if (!Object.hasOwn(results, partText(part))) {
    throw new RangeError(
      `Expected results of ${
        Object.keys(results).join("; ")
      }, which ${name} has, but found ${partText(part)}`,
    );
  }
  const { dataset, epochs, split } = part;
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(join(folder, ROWS)),
    columns: RESULT_COLUMNS.filter((column) =>
      curves || column !== "accuracies"
    ),
    filter: {
      dataset: { $eq: dataset },
      epochs: { $eq: epochs },
      split: { $eq: split },
    },
  });
  return rows.map((row) => ({
    ...row,
    accuracies: row["accuracies"] ?? null,
  } as TableResult));
}
