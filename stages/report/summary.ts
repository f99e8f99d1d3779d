import { hasCollapsed } from "../../nas/genotype/parameter_free.ts";
import { compareMethods } from "./runs/compare_methods.ts";
import type { Group } from "./runs/group_runs.ts";
import {
  aggregateOf,
  METRIC_NAMES,
  type MetricName,
  metricOf,
} from "./runs/metrics.ts";
import { statesOf } from "./runs/number_states.ts";

/** Artifacts whose digests a row of the summary holds. */
const ARTIFACTS = [
  "search",
  "derived",
  "retrain",
  "evaluation",
  "hessian",
  "discretisation",
  "landscape",
  "benchmark",
] as const;

/** Version of the form of `summary.json`: raised by changes that readers must follow. */
export const SUMMARY_SCHEMA = 1;

/**
 * Content of `summary.json`: a row for each run and statistics for each group. Values that are missing or not finite are
 * `null`.
 */
export function summarise(groups: readonly Group[]): Record<string, unknown> {
  const runs = groups.flatMap((group) => group.runs);
  const datasets = runs.flatMap(({ found }) =>
    [
      found.search?.value.dataset ?? [],
      found.evaluation?.value.dataset ?? [],
    ].flat()
  );
  const metrics = <T>(read: (name: MetricName) => T) =>
    Object.fromEntries(METRIC_NAMES.map((name) => [name, read(name)]));
  return {
    schema: SUMMARY_SCHEMA,
    datasets: [...new Set(datasets)].sort(),
    groups: groups.map((group) => ({
      label: group.label,
      point: group.point,
      metrics: metrics((name) => aggregateOf(group, name)),
    })),
    comparisons: compareMethods(groups),
    rows: groups.flatMap((group) =>
      group.runs.map((run) => ({
        group: group.label,
        point: run.point,
        method: run.found.search?.value.method ?? null,
        space: run.found.search?.value.space ?? null,
        seed: run.found.search?.value.seed ?? null,
        search_epochs: run.found.search?.value.epochs.length ?? null,
        retrain_epochs: run.found.retrain?.value.epochs.length ?? null,
        test_count: run.found.evaluation?.value.count ?? null,
        ...metrics((name) => metricOf(run, name)),
        states: statesOf(run),
        hessian_batches:
          run.found.hessian?.value.batches.map(({ top }) => top) ?? null,
        collapsed: run.found.derived === undefined
          ? null
          : hasCollapsed(run.found.derived.value.genotype),
        genotype: run.found.derived?.value.genotype ?? null,
        genotype_python: run.found.derived?.value.python ?? null,
        artifacts: Object.fromEntries(
          ARTIFACTS.map((name) => [name, run.found[name]?.sha256 ?? null]),
        ),
      }))
    ),
  };
}
