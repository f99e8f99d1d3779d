import type { Ancestor } from "../../../pipeline/stage.ts";

/** Axes of repetitions by their names: seeds of searches, numbers of final trainings. */
const NAMED = ["seed", "run"];

/**
 * Tells axes of repetitions from others: along them the stages differ in nothing but parameters called `seed`, and in what
 * a choice is made from (`where`).
 *
 * @param lineage Instances of all stages.
 */
export function repetitionAxes(
  lineage: readonly Ancestor[],
): (axis: string) => boolean {
  const known = new Map<string, boolean>();
  return (axis) =>
    known.getOrInsertComputed(axis, () => repeats(axis, lineage));
}

function repeats(axis: string, lineage: readonly Ancestor[]): boolean {
  if (NAMED.includes(axis)) return true;
  const along = Map.groupBy(
    lineage.filter(({ point }) => point[axis] !== undefined),
    ({ stage, point: { [axis]: _, ...rest } }) => JSON.stringify([stage, rest]),
  );
  const settings = [...along.values()].filter(({ length }) => length > 1)
    .map((instances) => new Set(instances.map(withoutSeeds)).size);
  return settings.length > 0 && settings.every((size) => size === 1);
}

function withoutSeeds({ params }: Ancestor): string | undefined {
  return JSON.stringify(
    params,
    (key, value) => key === "seed" || key === "where" ? undefined : value,
  );
}
