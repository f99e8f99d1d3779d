import { looksLogarithmic } from "../../../common/moments.ts";
import type { Point } from "../../../pipeline/stage.ts";
import { axisFormat } from "./axis_format.ts";
import type { Group } from "./group_runs.ts";

type Value = Point[string];

/** An axis along which the groups of a report differ, the method and repetitions apart. */
export interface SweptAxis {
  readonly name: string;
  /** Distinct values: numbers by size, others by first appearance. */
  readonly values: readonly Value[];
  /** Writes a value of this axis. */
  readonly format: (value: unknown) => string;
  /** Scale along which its values are drawn; null for few numbers and for names, which are drawn as kinds. */
  readonly scale: "linear" | "log" | null;
}

/** Fewest numbers that are drawn along a scale. */
const FEWEST_OF_A_SCALE = 5;

/** Axes with two or more values among groups. */
export function sweptAxes(groups: readonly Group[]): SweptAxis[] {
  const names = new Set(groups.flatMap(({ point }) => Object.keys(point)));
  names.delete("method");
  return [...names].flatMap((name) => {
    const values = [
      ...new Set(groups.flatMap(({ point }) => point[name] ?? [])),
    ];
    if (values.length < 2) return [];
    const numbers = values.filter((value) => typeof value === "number");
    if (numbers.length === values.length) values.sort((a, b) => +a - +b);
    const isScale = numbers.length === values.length &&
      numbers.length >= FEWEST_OF_A_SCALE;
    const format = axisFormat(values);
    const scale = looksLogarithmic(numbers) ? "log" : "linear";
    return { name, values, format, scale: isScale ? scale : null };
  });
}

/** Colour and strength of a group in charts. */
export interface Look {
  /** Index that chooses the colour: groups that differ only along scales share it. */
  readonly colour: number;
  /** Place of the group along the first scale, 0 for its smallest value, 1 for its largest; null without one. */
  readonly shade: number | null;
}

/** Looks of groups, in their order. */
export function looksOf(groups: readonly Group[]): Look[] {
  const axes = sweptAxes(groups).filter(({ scale }) => scale !== null);
  const series = [...seriesOf(groups, axes).values()];
  return groups.map((group) => {
    const colour = series.findIndex((members) => members.includes(group));
    const axis = axes.find(({ name }) => group.point[name] !== undefined);
    return { colour, shade: axis === undefined ? null : placeOn(axis, group) };
  });
}

/** Place of a group along an axis, 0 for its smallest value, 1 for its largest; null without a value. */
export function placeOn(
  { name, values }: SweptAxis,
  { point }: Pick<Group, "point">,
): number | null {
  const value = point[name];
  return value === undefined
    ? null
    : values.indexOf(value) / (values.length - 1);
}

/** Groups that differ in nothing but the given axes, in the order of the first of each. */
export function seriesOf(
  groups: readonly Group[],
  axes: readonly Pick<SweptAxis, "name">[],
): Map<string, Group[]> {
  const apart = new Set(axes.map(({ name }) => name));
  return Map.groupBy(groups, ({ name, runs, point }) =>
    JSON.stringify([
      name,
      runs[0]!.provenance.choice === undefined,
      Object.entries(point).filter(([axis]) => !apart.has(axis)).sort(),
      // A group without the axis is a series of its own.
      Object.keys(point).filter((axis) => apart.has(axis)).sort(),
    ]));
}

/** Name of a series: what tells it from the others of a list. */
export function seriesName(
  [group]: readonly Group[],
  axes: readonly SweptAxis[],
  names: ReadonlySet<string>,
): string {
  const { name, point, runs } = group!;
  const parts = axes.flatMap((axis) => {
    const value = point[axis.name];
    if (value === undefined) return [];
    return typeof value === "string"
      ? value
      : `${axis.name} ${axis.format(value)}`;
  });
  const own = names.size > 1 || parts.length === 0 ? [name] : [];
  const text = [...parts, ...own].join(" · ");
  return runs[0]!.provenance.choice === undefined ? text : `${text}, selected`;
}
