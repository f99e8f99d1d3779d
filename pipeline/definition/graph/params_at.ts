import type { LocatedMap, LocatedScalar } from "../yaml/located.ts";
import { mergeLocated, nestLocated } from "../yaml/merge_located.ts";
import { placeOf } from "../yaml/problem.ts";
import type { OverrideSpec, PipelineSpec } from "../spec/spec.ts";
import type { Point } from "../../stage.ts";
import { substitute } from "./substitute.ts";
import type { WiredStage } from "./wire.ts";

/** Overrides of a stage. */
export function patchesFor(
  stage: WiredStage,
  overrides: readonly OverrideSpec[],
): { where: Point; patch: LocatedMap }[] {
  return overrides.flatMap(({ where, stages }) => {
    const patch = stages.get(stage.spec.id.value);
    return patch === undefined ? [] : [{ where, patch }];
  });
}

/** Makes the function that gives the parameters of a stage at a point as the file writes them, each with its place. */
export function paramsAt(
  { axes, overrides }: Pick<PipelineSpec, "axes" | "overrides">,
): (stage: WiredStage, point: Point) => LocatedMap {
  const places = new Map(
    axes.map((axis) => [
      axis.name,
      new Map(axis.values.map((value) => [value.value, value])),
    ]),
  );
  return (stage, point) => {
    const values = new Map<string, LocatedScalar>();
    for (const [axis, value] of Object.entries(point)) {
      // A value of include alone has no place on its axis.
      values.set(
        axis,
        places.get(axis)?.get(value) ??
          { type: "scalar", value, ...placeOf(stage.spec.id) },
      );
    }
    return substitute(overridden(stage, point, overrides), values);
  };
}

/** Parameters of a stage at a point: later overrides win. */
function overridden(
  stage: WiredStage,
  point: Point,
  overrides: readonly OverrideSpec[],
): LocatedMap {
  const command = stage.spec.command !== undefined;
  return patchesFor(stage, overrides)
    .filter(({ where }) =>
      Object.entries(where).every(([axis, value]) => point[axis] === value)
    )
    .reduce<LocatedMap>(
      (params, { patch }) =>
        mergeLocated(
          params,
          command ? nestLocated(["with"], patch) : patch,
        ) as LocatedMap,
      stage.spec.with,
    );
}
