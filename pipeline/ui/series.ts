import type { CacheFolders } from "../cache_folders.ts";
import { metricRows } from "../export/metric_rows.ts";
import { readCurve } from "../live/curve_file.ts";
import { outputNumbers } from "../output_numbers.ts";

/** A metric of one action: a value at each step; a single step 0 for a metric that is no curve. */
export interface Series {
  /** True for a number at each of several steps. */
  readonly curve: boolean;
  /** Steps, rising. */
  readonly steps: readonly number[];
  /** Values. */
  readonly values: readonly number[];
}

/** Metrics of one action by name. */
export type ActionSeries = ReadonlyMap<string, Series>;

/**
 * Metrics that an action has written into its outputs, under names that are short: the path inside the list that a
 * curve is taken from, as a stage calls it while it runs. Where two have one name, the later keeps its long one.
 *
 * Numbers in lists of lists are data and no metrics; a curve that only counts its steps is none either.
 *
 * @param folders The cache.
 * @param key Key of the action.
 */
export function finishedSeries(
  folders: CacheFolders,
  key: string,
): ActionSeries {
  const found = new Map<string, Series>();
  const rows = Map.groupBy(
    metricRows(outputNumbers(folders, key)),
    ({ metric }) => metric,
  );
  for (const [metric, own] of rows) {
    const path = metric.slice(metric.lastIndexOf(" ") + 1);
    if (/(?:^|\.)\d+(?:\.|$)/.test(path)) continue;
    const curve = own.some(({ step }) => step !== null);
    const series: Series = {
      curve,
      steps: own.map(({ step }) => step ?? 0),
      values: own.map(({ value }) => value),
    };
    if (curve && countsSteps(series)) continue;
    const short = curve ? path.slice(path.indexOf(".") + 1) : path;
    found.set(found.has(short) ? metric : short, series);
  }
  return found;
}

/**
 * Metrics that an action has measured so far, for one that is not done.
 *
 * @param folders The cache.
 * @param key Key of the action.
 */
export function measuredSeries(
  folders: CacheFolders,
  key: string,
): ActionSeries {
  const found = new Map<string, { steps: number[]; values: number[] }>();
  for (const { step, values } of readCurve(folders, key)) {
    for (const [name, value] of Object.entries(values)) {
      const series = found.get(name) ?? { steps: [], values: [] };
      series.steps.push(step);
      series.values.push(value);
      found.set(name, series);
    }
  }
  return new Map(
    [...found].map(([name, series]) => [name, { curve: true, ...series }]),
  );
}

function countsSteps({ steps, values }: Series): boolean {
  const start = (values[0] ?? NaN) - (steps[0] ?? NaN);
  return steps.length > 1 &&
    values.every((value, index) => value - (steps[index] ?? NaN) === start);
}
