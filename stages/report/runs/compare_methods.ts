import type { Point } from "../../../pipeline/stage.ts";
import type { Group } from "./group_runs.ts";
import { type MetricName, metricOf, runsOf } from "./metrics.ts";
import {
  compareSamples,
  type Comparison,
} from "../statistics/compare_samples.ts";
import { holm } from "../statistics/holm.ts";

/** Metrics that methods are compared in. */
export const COMPARED = [
  "test_error",
  "benchmark_test_error",
  "hessian_top",
  "valid_accuracy",
  "parameter_free_share",
] as const satisfies readonly MetricName[];

/** Comparison of a method with the baseline method, all other coordinates being equal. */
export interface MethodComparison {
  readonly metric: MetricName;
  readonly group: string;
  /** Label of the baseline group. */
  readonly baseline: string;
  /** Group less baseline; `null` with too few seeds. */
  readonly comparison: Comparison | null;
  /** p-value of the permutation test after Holm's correction over all comparisons in this metric. */
  readonly corrected: number | null;
}

/**
 * Compares every method with the first method of its space, data set and other coordinates: DARTS where it was run. Runs
 * are paired by seed. Metrics without values are left out.
 *
 * @param groups Groups in the order of the report.
 * @returns One entry for each pair of groups and metric.
 */
export function compareMethods(groups: readonly Group[]): MethodComparison[] {
  return COMPARED.flatMap((metric) => {
    const measured = groups.filter((group) => sample(group, metric).size > 0);
    const pairs = measured.flatMap((group) => {
      const baseline = measured.find((other) => sameBut(other, group));
      return baseline === undefined || baseline === group
        ? []
        : [{ group, baseline }];
    });
    const found = pairs.map(({ group, baseline }) => ({
      metric,
      group: group.label,
      baseline: baseline.label,
      comparison: compareSamples(
        sample(group, metric),
        sample(baseline, metric),
      ),
    }));
    const corrected = holm(
      found.flatMap(({ comparison }) => comparison?.permutation ?? []),
    );
    return found.map((entry) => ({
      ...entry,
      corrected: entry.comparison === null ? null : corrected.shift()!,
    }));
  });
}

/** Values of a metric by seed. */
function sample(group: Group, metric: MetricName): Map<string, number> {
  return new Map(
    runsOf(group, metric).flatMap((run, index) => {
      const value = metricOf(run, metric);
      const seed = run.found.search?.value.seed ?? run.point["seed"] ?? index;
      return value === null ? [] : [[String(seed), value] as const];
    }),
  );
}

function sameBut(a: Group, b: Group): boolean {
  const rest = ({ method: _, ...point }: Point) =>
    JSON.stringify(Object.entries(point).sort());
  return rest(a.point) === rest(b.point);
}
