import type { Point } from "../../../pipeline/stage.ts";
import type { Group } from "./group_runs.ts";

/** Coordinates of a group without those of some axes. */
export function pointWithout(
  { point }: Group,
  without: readonly string[],
): Point {
  return Object.fromEntries(
    Object.entries(point).filter(([axis]) => !without.includes(axis)),
  );
}

/** Text that is equal for groups that differ in these axes alone. */
export function placeKey(group: Group, without: readonly string[]): string {
  return JSON.stringify(Object.entries(pointWithout(group, without)).sort());
}
