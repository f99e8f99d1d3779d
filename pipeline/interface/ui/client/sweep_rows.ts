import { rankCorrelation } from "../../../cache/metrics/rank_correlation.ts";
import type { SweepRows, SweepRowView } from "../api.ts";
import type { AxisValue } from "./drawing/scale.ts";

/** A column of the table: an axis, a metric by its name, or the state. */
export type SweepColumn = string;

/** Name of the column of states, which no axis and no metric has. */
export const STATE = " state";

/** Order of the rows of the table. */
export interface Order {
  readonly column: SweepColumn;
  readonly descending: boolean;
}

/** The order that an address names, `-test.loss` for a descending one. */
export function readOrder(text: string): Order {
  return text.startsWith("-")
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

/** An order as an address names it. */
export function orderText({ column, descending }: Order): string {
  return `${descending ? "-" : ""}${column}`;
}

/** The value of a row in a column; `undefined` where it has none. */
export function valueIn(
  { axes, metrics }: Pick<SweepRows, "axes" | "metrics">,
  column: SweepColumn,
): (row: SweepRowView) => AxisValue | undefined {
  if (column === STATE) return ({ state }) => state;
  if (axes.some(({ name }) => name === column)) {
    return ({ point }) => point[column];
  }
  const index = metrics.findIndex(({ name }) => name === column);
  return ({ cells }) => cells[index]?.[0];
}

/** Sorts rows by a column; rows without a value come last in either direction, and equal ones keep their order. */
export function sortRows(
  sweep: Pick<SweepRows, "axes" | "metrics" | "rows">,
  { column, descending }: Order,
): SweepRowView[] {
  const valueOf = valueIn(sweep, column);
  const sign = descending ? -1 : 1;
  return sweep.rows.map((row) => ({ row, value: valueOf(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === undefined || b === undefined) {
        return Number(a === undefined) - Number(b === undefined);
      }
      return sign *
        (typeof a === "number" && typeof b === "number"
          ? a - b
          : String(a).localeCompare(String(b), "en", { numeric: true }));
    })
    .map(({ row }) => row);
}

/** Rank correlation of a metric with an axis. */
export interface Correlation {
  readonly axis: string;
  /** Spearman's rank correlation; `null` where there is none. */
  readonly value: number | null;
  /** Number of rows with both. */
  readonly n: number;
  /** The two values of an axis of names or switches, in the order that counts as rising. */
  readonly order: readonly [string, string] | null;
}

/** Rank correlation of each axis with a metric, the strongest first. Axes of three and more names have none. */
export function correlationsOf(
  sweep: Pick<SweepRows, "axes" | "metrics" | "rows">,
  metric: string,
): Correlation[] {
  const metricOf = valueIn(sweep, metric);
  return sweep.axes.map(({ name }): Correlation => {
    const pairs = sweep.rows.flatMap((row) => {
      const [x, y] = [row.point[name], metricOf(row)];
      return x === undefined || typeof y !== "number" ? [] : [[x, y] as const];
    });
    const names = [
      ...new Set(sweep.rows.flatMap(({ point }) => point[name] ?? [])),
    ];
    const numeric = names.every((value) => typeof value === "number");
    const order = !numeric && names.length === 2
      ? [String(names[0]), String(names[1])] as const
      : null;
    return {
      axis: name,
      n: pairs.length,
      order,
      value: numeric || order !== null
        ? rankCorrelation(
          pairs.map(([x, y]) => [numeric ? Number(x) : names.indexOf(x), y]),
        )
        : null,
    };
  }).sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
}
