import type { Point } from "../../../pipeline/stage.ts";
import type { Artifacts, Gathered, PlacedArtifact, Run } from "./report_run.ts";

/** True when every coordinate of `part` is one of `whole`. */
function within(part: Point, whole: Point): boolean {
  return Object.entries(part).every(([axis, value]) => whole[axis] === value);
}

/** Artifact of the nearest instance upstream of a point: the one with the most coordinates. */
function closest<T>(
  artifacts: readonly PlacedArtifact<T>[],
  point: Point,
): PlacedArtifact<T> | undefined {
  return artifacts.filter((artifact) => within(artifact.point, point))
    .sort((a, b) => Object.keys(b.point).length - Object.keys(a.point).length)
    .at(0);
}

/**
 * Joins artifacts by their coordinates: one run for each point that no other point contains. A retrain that fans out over
 * another axis gives several runs that share one search.
 *
 * @param gathered Artifacts by kind.
 * @returns Runs in the order in which their points appear.
 */
export function joinRuns(gathered: Gathered): Run[] {
  const all = Object.values(gathered).flat().map(({ point }) => point);
  const distinct = all.filter((point, index) =>
    all.findIndex((other) => within(point, other) && within(other, point)) ===
      index
  );
  const points = distinct.filter((point) =>
    !distinct.some((other) => other !== point && within(point, other))
  );
  return points.map((point) => {
    const found = Object.entries(gathered).map(([kind, artifacts]) =>
      [kind, closest<Artifacts[keyof Artifacts]>(artifacts, point)] as const
    ).filter(([, artifact]) => artifact !== undefined);
    return { point, found: Object.fromEntries(found) as Run["found"] };
  });
}
