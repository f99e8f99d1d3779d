import type { Direction } from "./metric_direction.ts";
import type { WideRow } from "./wide_table.ts";

/**
 * Rows by the mean of a metric, the best first; rows that have no value come last, and equal ones keep their order.
 *
 * @param name Name of the metric, with its stage.
 */
export function rankRows(
  rows: readonly WideRow[],
  name: string,
  better: Direction,
): WideRow[] {
  const sign = better === "max" ? -1 : 1;
  const worth = ({ values }: WideRow) => {
    const found = values.get(name);
    return found === undefined ? Infinity : sign * found.mean;
  };
  return rows.toSorted((a, b) => {
    const [x, y] = [worth(a), worth(b)];
    return x === y ? 0 : x - y;
  });
}
