import { parquetWriteBuffer } from "hyparquet-writer";

/** A file to write, by its path in the folder of an export. */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A column of a table; `null` for a missing value. */
export interface Column {
  readonly name: string;
  readonly type: "STRING" | "BOOLEAN" | "INT32" | "DOUBLE";
  readonly values: readonly (string | number | boolean | null)[];
}

/** Columns as CSV (RFC 4180, but with `\n`); numbers in their shortest exact form, a missing value as an empty field. */
export function csvText(columns: readonly Column[]): string {
  const rows = Array.from(
    { length: columns[0]?.values.length ?? 0 },
    (_, row) => columns.map(({ values }) => quoted(String(values[row] ?? ""))),
  );
  return [columns.map(({ name }) => quoted(name)), ...rows]
    .map((row) => `${row.join(",")}\n`).join("");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns as Parquet; a column is nullable where a value of it is missing. */
export function parquetBytes(columns: readonly Column[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({
    columnData: columns.map(({ name, type, values }) => ({
      name,
      type,
      nullable: values.includes(null),
      data: [...values],
    })),
  }));
}
