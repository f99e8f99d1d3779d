import type { SeriesView } from "../api.ts";

/** Series that are drawn as one. */
export interface SeriesGroup {
  /** Its name, from the coordinates that its members share. */
  readonly name: string;
  /** Its members. */
  readonly members: readonly SeriesView[];
  /** Number of its colour, from 0. */
  readonly colour: number;
}

/** Mean of a group's curves with their spread. */
export interface Band {
  /** Steps that a member has, rising. */
  readonly steps: readonly number[];
  /** Mean of the members that have a finite value at the step; `null` where none has. */
  readonly mean: readonly (number | null)[];
  /** Mean less the sample standard deviation; the mean where fewer than two have a value. */
  readonly low: readonly (number | null)[];
  /** Mean and the sample standard deviation. */
  readonly high: readonly (number | null)[];
}

/** Numbers of a group in a table. */
export interface Summary {
  /** Members with a finite last value. */
  readonly n: number;
  /** Mean of the last values. */
  readonly mean: number;
  /** Sample standard deviation; `null` for fewer than two. */
  readonly sd: number | null;
  /** Least last value. */
  readonly least: number;
  /** Largest last value. */
  readonly most: number;
}

/** Axes on which series lie, in order of appearance. */
export function axesOf(
  series: readonly Pick<SeriesView, "point">[],
): string[] {
  return [...new Set(series.flatMap(({ point }) => Object.keys(point)))];
}

/**
 * Groups series by their coordinates on some axes, and by their run where there are several.
 *
 * @param series The series.
 * @param axes Axes that tell groups apart; what differs on the others is spread.
 * @param all Series that give each group its colour, so that it has the same one in every chart.
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
  // One that the pipeline does not have any more belongs to no other.
  if (Object.keys(point).length === 0) parts.push(instance);
  if (several) parts.push(run);
  return parts.length === 0 ? "all" : parts.join(" · ");
}

/**
 * Mean and spread of curves, step by step.
 *
 * @param members Curves; each may have other steps.
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

/** Last finite values of a group in numbers; `undefined` where there is none. */
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
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}
