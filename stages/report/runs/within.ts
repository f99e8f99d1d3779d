import type { Point } from "../../../pipeline/stage.ts";

/** True when every coordinate of `part` is one of `whole`. */
export function within(part: Point, whole: Point): boolean {
  return Object.entries(part).every(([axis, value]) => whole[axis] === value);
}
