import { metricPlace } from "../../cache/history/metric_place.ts";

/** One number of an output, split at the first index of its path. */
export interface MetricRow {
  /** Output, file and path without the step: `history epochs.validLoss`. */
  readonly metric: string;
  /** Index in the list that contains the number, from 0; `null` for a number outside lists. */
  readonly step: number | null;
  readonly value: number;
}

/**
 * Makes rows of the numbers of an action. The first index in the path of a number is its step, so that a list of epochs
 * becomes a curve for each number that an epoch has.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 * @returns The rows, grouped by metric.
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
    const { file, path, step, member } = metricPlace(name);
    const inside = [path, member].filter((part) => part !== "").join(".");
    const metric = [file, inside].filter((part) => part !== "").join(" ");
    metrics.getOrInsert(metric, []).push({ metric, step, value });
  }
  return [...metrics.values()].flat();
}
