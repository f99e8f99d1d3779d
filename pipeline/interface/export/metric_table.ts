import type { MetricRow } from "./metric_rows.ts";
import type { Column } from "./table_files.ts";

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

/** Columns of the table and their types; only `step` may be empty. */
const COLUMNS = {
  pipeline: "STRING",
  stage: "STRING",
  instance: "STRING",
  point: "STRING",
  key: "STRING",
  metric: "STRING",
  step: "INT32",
  value: "DOUBLE",
} as const satisfies Record<keyof MetricTableRow, Column["type"]>;

/** Every number in a row of its own. */
export function metricColumns(rows: readonly MetricTableRow[]): Column[] {
  return Object.entries(COLUMNS).map(([name, type]) => ({
    name,
    type,
    values: rows.map((row) => row[name as keyof MetricTableRow]),
  }));
}
