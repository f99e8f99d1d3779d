import { within } from "../../../common/within.ts";
import { mean } from "../../../common/moments.ts";
import { type Group, methodOf } from "./group_runs.ts";
import { type MetricName, sourceOf, valuesByUnit } from "./metrics.ts";
import { placeKey, pointWithout } from "./point_without.ts";
import type { ArchitectureOrigin } from "./architecture_origin.ts";
import { publishedName } from "./role.ts";
import {
  compareSamples,
  type Comparison,
} from "../statistics/compare_samples.ts";
import { holm } from "../statistics/holm.ts";

/** Metrics that methods are compared in. */
export const COMPARED = [
  "test_error",
  "test_perplexity",
  "benchmark_test_error",
  "hessian_top",
  "valid_accuracy",
  "parameter_free_share",
] as const satisfies readonly MetricName[];

/** What compared groups may differ in. */
const METHOD: readonly string[] = ["method"];

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
 * Compares every method with the first method of its space, data set and other coordinates: DARTS where it was run.
 * Random architectures are compared with that method too: where they have fewer coordinates, once at each place. Selected
 * cells are compared with selected cells. The unit is a search (a draw, a selection): trainings of one architecture are
 * averaged first. Runs of two methods are paired by their seed. Metrics without values are left out.
 *
 * @param groups Groups in the order of the report.
 * @returns One entry for each pair of groups and metric.
 */
export function compareMethods(groups: readonly Group[]): MethodComparison[] {
  return COMPARED.flatMap((metric) => {
    const measured = measuredGroups(groups, metric);
    const pairs = measured.flatMap((group) =>
      baselinesOf(group, measured).map((baseline) => ({ group, baseline }))
    );
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

/** Groups with values of a metric; of several with the same artifacts, the first. Given genotypes are no sample of anything. */
function measuredGroups(
  groups: readonly Group[],
  metric: MetricName,
): readonly Group[] {
  const source = sourceOf(metric);
  const seen = new Set<string>();
  return groups.filter((group) => {
    if (originOf(group).source === "given") return false;
    if (valuesByUnit(group, metric).size === 0) return false;
    const artifacts = JSON.stringify(
      group.runs.map(({ found }) => found[source]?.instance),
    );
    if (seen.has(artifacts)) return false;
    seen.add(artifacts);
    return true;
  });
}

/**
 * Baselines of a group: one group, or, for random architectures that were not swept along all axes, the first method at
 * each place of the others.
 */
function baselinesOf(
  group: Group,
  measured: readonly Group[],
): readonly Group[] {
  const baseline = baselineOf(group, measured);
  if (baseline !== undefined) return [baseline];
  const { source, choice, spaces } = originOf(group);
  if (source !== "random") return [];
  return measured.filter((other) => {
    const own = originOf(other);
    return own.source === "search" &&
      (own.choice === undefined) === (choice === undefined) &&
      own.spaces.every((space) => spaces.includes(space)) &&
      within(pointWithout(group, METHOD), pointWithout(other, METHOD)) &&
      baselineOf(other, measured) === undefined;
  });
}

/** Baseline of a group among those with its coordinates: the first of its kind by the same stages, and else the first of another method. */
function baselineOf(
  group: Group,
  measured: readonly Group[],
): Group | undefined {
  const own = originOf(group);
  const alike = measured.filter((other) =>
    placeKey(other, METHOD) === placeKey(group, METHOD) &&
    (originOf(other).choice === undefined) === (own.choice === undefined)
  );
  const sameStages = alike.find((other) =>
    String(originOf(other).stages) === String(own.stages)
  );
  const baseline = sameStages === group ? alike[0] : sameStages;
  return baseline === undefined || baseline === group ||
      nameOf(baseline) === nameOf(group)
    ? undefined
    : baseline;
}

function originOf(group: Group): ArchitectureOrigin {
  return group.runs[0]!.provenance;
}

/** The method, or what stands in its place. */
function nameOf(group: Group): string {
  const [run] = group.runs;
  return String(publishedName(run!.provenance) ?? methodOf(run!));
}

/** Means of a metric by unit: by the seed of a search where that names one, for pairs with the same seed. */
function sample(group: Group, metric: MetricName): Map<string, number> {
  const seeds = new Map(
    group.runs.map(({ provenance, searches, point }, index) => {
      const [search] = searches.length === 1 ? searches : [];
      const seed = search?.seed ?? point["seed"] ?? index;
      return [provenance.unit, `${provenance.source} ${seed}`];
    }),
  );
  const areNames = new Set(seeds.values()).size === seeds.size;
  return new Map(
    [...valuesByUnit(group, metric)].map(([unit, values]) => [
      areNames ? seeds.get(unit)! : unit,
      mean(values),
    ]),
  );
}
