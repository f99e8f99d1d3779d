import { mean } from "../../../common/moments.ts";
import {
  type RankInterval,
  rankInterval,
} from "../statistics/rank_interval.ts";
import type { Group } from "./group_runs.ts";
import { type MetricName, valuesByUnit } from "./metrics.ts";
import { placeKey } from "./point_without.ts";

/** What a search may be judged by before its architecture is trained. */
const CAUSES = [
  "hessian_top",
  "parameter_free_share",
  "discretisation_drop",
] as const satisfies readonly MetricName[];

/** How good the architecture is. */
const OUTCOMES = [
  "test_error",
  "benchmark_test_error",
] as const satisfies readonly MetricName[];

export type CorrelationCause = typeof CAUSES[number];
export type CorrelationOutcome = typeof OUTCOMES[number];

/** Rank correlation of two metrics over searches. */
export interface MetricCorrelation {
  readonly cause: CorrelationCause;
  readonly outcome: CorrelationOutcome;
  /** Labels of the groups whose searches it is over: all methods at one place of the other axes, or one of them. */
  readonly groups: readonly string[];
  readonly correlation: RankInterval;
}

/**
 * Correlates what searches end with (curvature, parameter-free operations, loss by discretisation) with the error of the
 * architectures that they found: over all methods together, and in each of them. The unit is a search; trainings of one
 * architecture are averaged first. Searches at different places of a sweep are kept apart. Nothing is tested: a
 * correlation over all methods is there as well where these differ in both metrics for other reasons.
 *
 * @param groups Groups in the order of the report.
 * @returns Correlations with enough searches, those over all methods first.
 */
export function correlateMetrics(
  groups: readonly Group[],
): MetricCorrelation[] {
  const searched = groups.filter(({ runs }) => {
    const { source, choice } = runs[0]!.provenance;
    return source === "search" && choice === undefined;
  });
  const places = Map.groupBy(
    searched,
    (group) => placeKey(group, ["method"]),
  );
  return OUTCOMES.flatMap((outcome) =>
    CAUSES.flatMap((cause) =>
      [...places.values()].flatMap((place) => {
        const sets = place.length > 1
          ? [place, ...place.map((group) => [group])]
          : [place];
        return sets.flatMap((set) => {
          const correlation = rankInterval(
            set.flatMap((group) => pairsOf(group, cause, outcome)),
          );
          const labels = set.map(({ label }) => label);
          return correlation === null
            ? []
            : [{ cause, outcome, groups: labels, correlation }];
        });
      })
    )
  );
}

/** Both metrics of each search of a group that has both. */
function pairsOf(
  group: Group,
  cause: MetricName,
  outcome: MetricName,
): [number, number][] {
  const outcomes = valuesByUnit(group, outcome);
  return [...valuesByUnit(group, cause)].flatMap(([unit, values]) => {
    const errors = outcomes.get(unit);
    return errors === undefined
      ? []
      : [[mean(values), mean(errors)] satisfies [number, number]];
  });
}
