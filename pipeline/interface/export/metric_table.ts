import { parquetWriteBuffer } from "hyparquet-writer";
import type { MetricRow } from "./metric_rows.ts";

/** A number with its origin. */
export interface MetricTableRow extends MetricRow {
  readonly pipeline: string;
  readonly stage: string;
  readonly instance: string;
  /** Coordinates of the instance, as JSON. */
  readonly point: string;
  /** Key of the action that computed the number. */
  readonly key: string;
}

/** Columns of the table and their types in Parquet; only `step` may be empty. */
const COLUMNS = {
  pipeline: "STRING",
  stage: "STRING",
  instance: "STRING",
  point: "STRING",
  key: "STRING",
  metric: "STRING",
  step: "INT32",
  value: "DOUBLE",
} as const satisfies Record<keyof MetricTableRow, string>;

const NAMES = Object.keys(COLUMNS) as (keyof MetricTableRow)[];

/** Rows as CSV (RFC 4180, but with `\n`); numbers in their shortest exact form, a missing step as an empty field. */
export function metricCsv(rows: readonly MetricTableRow[]): string {
  const lines = rows.map((row) =>
    NAMES.map((name) => quoted(String(row[name] ?? ""))).join(",")
  );
  return [NAMES.join(","), ...lines, ""].join("\n");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as Parquet. */
export function metricParquet(rows: readonly MetricTableRow[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({
    columnData: NAMES.map((name) => ({
      name,
      type: COLUMNS[name],
      nullable: name === "step",
      data: rows.map((row) => row[name]),
    })),
  }));
}
