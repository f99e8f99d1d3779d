import { deviation, mean } from "../../../../common/moments.ts";
import type { SeriesView } from "../api.ts";

/** Series that are drawn as one curve. */
export interface SeriesGroup {
  /** Made of the coordinates that the members share. */
  readonly name: string;
  readonly members: readonly SeriesView[];
  /** Number of its colour, from 0. */
  readonly colour: number;
}

/** Mean of a group's curves with their spread. */
export interface Band {
  /** Steps of all members, increasing. */
  readonly steps: readonly number[];
  /** Mean of the finite values at each step; `null` if there is none. */
  readonly mean: readonly (number | null)[];
  /** Mean minus the sample standard deviation; the mean if there are fewer than two values. */
  readonly low: readonly (number | null)[];
  /** Mean plus the sample standard deviation. */
  readonly high: readonly (number | null)[];
}

/** Statistics of the last values of a group. */
export interface Summary {
  /** Number of members with a finite last value. */
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; `null` for fewer than two values. */
  readonly sd: number | null;
  readonly least: number;
  readonly most: number;
}

/** Axes of the coordinates of series, in order of appearance. */
export function axesOf(
  series: readonly Pick<SeriesView, "point">[],
): string[] {
  return [...new Set(series.flatMap(({ point }) => Object.keys(point)))];
}

/**
 * Groups series by their coordinates on some axes, and by run if there are several.
 *
 * @param axes Axes that distinguish groups; differences along the others count as spread.
 * @param all Series that determine the colour of each group, so that it is the same in every chart.
 * @returns Groups in order of appearance.
 */
export function groupSeries(
  series: readonly SeriesView[],
  axes: readonly string[],
  all: readonly SeriesView[] = series,
): SeriesGroup[] {
  const several = new Set(all.map(({ run }) => run)).size > 1;
  const nameOf = (one: SeriesView) => groupName(one, axes, several);
  const names = [...new Set(all.map(nameOf))];
  return [...Map.groupBy(series, nameOf)].map(([name, members]) => ({
    name,
    members,
    colour: Math.max(0, names.indexOf(name)),
  }));
}

function groupName(
  { run, instance, point }: SeriesView,
  axes: readonly string[],
  several: boolean,
): string {
  const parts = axes.flatMap((axis) => {
    const value = point[axis];
    if (value === undefined) return [];
    return [typeof value === "string" ? value : `${axis} ${value}`];
  });
  // An instance that the pipeline no longer has is a group of its own.
  if (Object.keys(point).length === 0) parts.push(instance);
  if (several) parts.push(run);
  return parts.length === 0 ? "all" : parts.join(" · ");
}

/**
 * Mean and spread of curves at each step.
 *
 * @param members Curves, which may have different steps.
 */
export function bandOf(
  members: readonly Pick<SeriesView, "steps" | "values">[],
): Band {
  const at = new Map<number, number[]>();
  for (const { steps, values } of members) {
    steps.forEach((step, index) => {
      const found = at.get(step) ?? [];
      const value = values[index];
      if (value !== undefined && value !== null) found.push(value);
      at.set(step, found);
    });
  }
  const steps = [...at.keys()].sort((a, b) => a - b);
  const points = steps.map((step) => spread(at.get(step) ?? []));
  const shifted = (sign: number) =>
    points.map((point) =>
      point === undefined ? null : point.mean + sign * (point.sd ?? 0)
    );
  return { steps, mean: shifted(0), low: shifted(-1), high: shifted(1) };
}

/** Statistics of the last finite values of a group; `undefined` if there is none. */
export function summaryOf(
  members: readonly Pick<SeriesView, "values">[],
): Summary | undefined {
  const last = members.flatMap(({ values }) =>
    values.findLast((value) => value !== null) ?? []
  );
  const found = spread(last);
  return found === undefined ? undefined : {
    ...found,
    n: last.length,
    least: Math.min(...last),
    most: Math.max(...last),
  };
}

function spread(
  values: readonly number[],
): { mean: number; sd: number | null } | undefined {
  return values.length === 0
    ? undefined
    : { mean: mean(values), sd: deviation(values) };
}
