/** One number that a stage made, taken apart at the first index of its path. */
export interface MetricRow {
  /** Output, file and path without the step: `history epochs.validLoss`. */
  readonly metric: string;
  /** Index in the list that the number is of, from 0; `null` for a number of no list. */
  readonly step: number | null;
  /** The number; may be NaN. */
  readonly value: number;
}

/**
 * Makes rows of the numbers of an action. The first index in the path of a number is its step, so that a list of epochs
 * becomes a curve for each number that an epoch has.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 * @returns The rows, those of a metric one after the other.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { metricRows } from "./metric_rows.ts";
 *
 * assertEquals(metricRows(new Map([["log epochs.1.loss", 0.5], ["log seed", 3]])), [
 *   { metric: "log epochs.loss", step: 1, value: 0.5 },
 *   { metric: "log seed", step: null, value: 3 },
 * ]);
 * ```
 */
export function metricRows(numbers: ReadonlyMap<string, number>): MetricRow[] {
  const metrics = new Map<string, MetricRow[]>();
  for (const [name, value] of numbers) {
    const { metric, step } = takeApart(name);
    const rows = metrics.get(metric) ?? [];
    rows.push({ metric, step, value });
    metrics.set(metric, rows);
  }
  return [...metrics.values()].flat();
}

/** The name of a file may have numbers between dots too: only what follows the last space is a path of numbers. */
function takeApart(name: string): Pick<MetricRow, "metric" | "step"> {
  const space = name.lastIndexOf(" ");
  const file = name.slice(0, space + 1);
  if (space < 0) return { metric: name, step: null };
  const parts = name.slice(space + 1).split(".");
  const at = parts.findIndex((part) => /^\d+$/.test(part));
  if (at < 0) return { metric: name, step: null };
  const path = parts.toSpliced(at, 1).join(".");
  return { metric: `${file}${path}`.trimEnd(), step: Number(parts[at]) };
}
