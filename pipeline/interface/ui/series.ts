import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { readCurve } from "../../execution/live/curve_file.ts";
import { metricPlace } from "../../cache/history/metric_place.ts";
import {
  type OnDamage,
  outputNumbers,
} from "../../cache/history/output_numbers.ts";
import type { MetricView } from "./api.ts";

/** A metric of one action: a value at each step; a single step 0 for a metric that is not a curve. */
export interface Series {
  readonly kind: MetricView["kind"];
  /** Increasing. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** Metrics of one action by name. */
export type ActionSeries = ReadonlyMap<string, Series>;

/**
 * Metrics in the outputs of an action, under short names: the path inside the list that a curve is taken from, which is
 * also the name that a stage uses while it runs. If two have the same short name, the later one keeps its long name.
 *
 * Numbers in lists of lists are data, not metrics; a curve that only counts its steps is not a metric either.
 */
export function finishedSeries(
  folders: CacheFolders,
  key: string,
  onDamage?: OnDamage,
): ActionSeries {
  const found = new Map<
    string,
    Series & { steps: number[]; values: number[] }
  >();
  const names = new Map<string, string>();
  for (const [name, value] of outputNumbers(folders, key, onDamage)) {
    const { file, path, step, member } = metricPlace(name);
    if (/(?:^|\.)\d+(?:\.|$)/.test(member)) continue;
    const long = [file, path, member].filter((part) => part !== "").join(" ");
    const short = member || path || file;
    const shown = names.getOrInsert(long, found.has(short) ? long : short);
    const series = found.getOrInsert(shown, {
      kind: step === null ? "value" : member === "" ? "list" : "curve",
      steps: [],
      values: [],
    });
    series.steps.push(step ?? 0);
    series.values.push(value);
  }
  for (const [name, series] of found) {
    if (series.kind !== "value" && countsSteps(series)) found.delete(name);
  }
  return found;
}

/** Metrics that an unfinished action has reported so far. */
export function measuredSeries(
  folders: CacheFolders,
  key: string,
): ActionSeries {
  const found = new Map<string, { steps: number[]; values: number[] }>();
  for (const { step, values } of readCurve(folders, key)) {
    for (const [name, value] of Object.entries(values)) {
      const series = found.getOrInsert(name, { steps: [], values: [] });
      series.steps.push(step);
      series.values.push(value);
    }
  }
  return new Map(
    [...found].map(([name, series]) => [name, { kind: "curve", ...series }]),
  );
}

/** True for a curve whose values are its step numbers, from 0 or 1. */
function countsSteps({ steps, values }: Series): boolean {
  return steps.length > 1 &&
    [0, 1].some((start) =>
      values.every((value, index) => value === (steps[index] ?? NaN) + start)
    );
}

/** Most steps of a chart. */
const MOST = 2000;

/** Drops steps of a series that has more than a chart can show; the last step stays. */
export function thinned({ kind, steps, values }: Series): Series {
  const every = Math.ceil(steps.length / MOST);
  if (every <= 1) return { kind, steps, values };
  const stays = (_: unknown, index: number) =>
    (steps.length - 1 - index) % every === 0;
  return { kind, steps: steps.filter(stays), values: values.filter(stays) };
}
