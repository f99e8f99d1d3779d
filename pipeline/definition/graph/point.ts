import type { MatrixSpec } from "../spec/parse_matrix.ts";
import type { Point } from "../../stage.ts";

/**
 * All points of a matrix: the product of the axes without the combinations of `exclude`, then those of `include`.
 *
 * @param matrix Axes and combinations.
 * @returns Points in the order of the file, the last axis fastest, each once.
 */
export function matrixPoints(matrix: MatrixSpec): Point[] {
  const drawn = Object.keys(matrix.draws?.[0] ?? {});
  let points: Point[] = [{}];
  for (const axis of matrix.axes) {
    if (drawn.includes(axis.name)) continue;
    points = points.flatMap((point) =>
      axis.values.map((value) => ({
        ...point,
        [axis.name]: value.value as string | number | boolean,
      }))
    );
  }
  const { draws } = matrix;
  if (draws !== undefined) {
    points = points.flatMap((point) =>
      draws.map((draw) => ({ ...point, ...draw }))
    );
  }
  const excluded = matrix.exclude.map((part) => Object.entries(part));
  const kept = points.filter((point) =>
    !excluded.some((part) =>
      part.every(([axis, value]) => point[axis] === value)
    )
  );
  return unique([...kept, ...matrix.include]);
}

/**
 * Restricts points to some axes; each restricted point once.
 *
 * @param points Points on all axes.
 * @param axes Axes to keep.
 * @returns Points on the kept axes, in order of first appearance.
 */
export function projectPoints(
  points: readonly Point[],
  axes: readonly string[],
): Point[] {
  return unique(points.map((point) => project(point, axes)));
}

/** One point restricted to some axes. */
export function project(point: Point, axes: readonly string[]): Point {
  const kept: Record<string, string | number | boolean> = {};
  for (const axis of axes) {
    const value = point[axis];
    if (value !== undefined) kept[axis] = value;
  }
  return kept;
}

/**
 * Name of a stage's instance: `search@darts,seed=0`; the identifier alone where the stage does not fan out.
 *
 * Text stands alone, numbers and booleans are written as `axis=value`. Characters that have a meaning in names or in
 * file names are percent-encoded.
 *
 * @param id Identifier of the stage.
 * @param point Coordinates, in the order of the axes.
 */
export function instanceName(id: string, point: Point): string {
  const parts = Object.entries(point).map(([axis, value]) =>
    typeof value === "string"
      ? encodeURIComponent(value).replaceAll("*", "%2A")
      : `${axis}=${value}`
  );
  return parts.length === 0 ? id : `${id}@${parts.join(",")}`;
}

/** Identifier of the stage of an instance, from its name; the pipeline may no longer have it. */
export function stageOf(instance: string): string {
  return instance.split("@", 1).join();
}

/** Text that is equal for equal points. */
export function pointKey(point: Point): string {
  return JSON.stringify(Object.entries(point));
}

function unique(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [pointKey(point), point])).values()];
}
