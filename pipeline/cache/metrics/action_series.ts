import { metricPlace } from "../history/metric_place.ts";

/** A metric of one action: a value at each step; a single step 0 for a metric that is not a curve. */
export interface Series {
  /** `curve`: a number of each member of a list, such as epochs; `list`: a list of numbers; `value`: one number. */
  readonly kind: "curve" | "list" | "value";
  /** Present for a curve over epochs or steps, whose last value is the newest, not over classes or batches. */
  readonly counted?: true;
  /** Increasing. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** Metrics of one action by name. */
export type ActionSeries = ReadonlyMap<string, Series>;

/** Names of lists that grow with time, also where they count nothing. */
const GROWING = /(?:^|\.)(?:epochs|steps|iterations|rounds|history|log)$/i;

interface Found {
  readonly kind: Series["kind"];
  /** File and path of the list; empty for a single number. */
  readonly list: string;
  readonly grows: boolean;
  readonly steps: number[];
  readonly values: number[];
}

/**
 * Metrics among the numbers of an action, under short names: the path inside the list that a curve is taken from, which is
 * also the name that a stage uses while it runs. If two have the same short name, the later one keeps its long name.
 *
 * Numbers in lists of lists are data, not metrics; a curve that only counts its steps is not a metric either.
 *
 * @param numbers Numbers by output, file and path, as `outputNumbers` gives them.
 */
export function actionSeries(
  numbers: ReadonlyMap<string, number>,
): ActionSeries {
  const found = new Map<string, Found>();
  const names = new Map<string, string>();
  for (const [name, value] of numbers) {
    const { file, path, step, member } = metricPlace(name);
    if (/(?:^|\.)\d+(?:\.|$)/.test(member)) continue;
    const long = [file, path, member].filter((part) => part !== "").join(" ");
    const short = member || path || file;
    const shown = names.getOrInsert(long, found.has(short) ? long : short);
    const series = found.getOrInsertComputed(shown, () => ({
      kind: step === null ? "value" : member === "" ? "list" : "curve",
      list: step === null ? "" : `${file} ${path}`,
      grows: path === "" || GROWING.test(path),
      steps: [],
      values: [],
    }));
    series.steps.push(step ?? 0);
    series.values.push(value);
  }
  const counting = new Set<string>();
  for (const [name, series] of found) {
    if (series.kind === "value" || !countsSteps(series)) continue;
    if (series.kind === "curve") counting.add(series.list);
    found.delete(name);
  }
  return new Map(
    [...found].map(([name, { list, grows, ...series }]) => [
      name,
      series.kind === "curve" && (grows || counting.has(list))
        ? { ...series, counted: true }
        : series,
    ]),
  );
}

/** True for a curve whose values are its step numbers, from 0 or 1. */
function countsSteps({ steps, values }: Found): boolean {
  return steps.length > 1 &&
    [0, 1].some((start) =>
      values.every((value, index) => value === (steps[index] ?? NaN) + start)
    );
}
