import { hasCollapsed } from "../../nas/genotype/parameter_free.ts";
import { compareMethods } from "./runs/compare_methods.ts";
import { correlateMetrics } from "./runs/correlate_metrics.ts";
import { dataStatements } from "./runs/data_statements.ts";
import { type Group, methodOf } from "./runs/group_runs.ts";
import {
  aggregateOf,
  METRIC_NAMES,
  type MetricName,
  metricOf,
} from "./runs/metrics.ts";
import { rankSettings } from "./runs/rank_settings.ts";
import { statesOf } from "./runs/number_states.ts";
import { kindsOfRun } from "./runs/kinds_of_run.ts";
import { overText } from "./runs/over_text.ts";
import type { Run } from "./runs/report_run.ts";
import { choicesOf, roleOf } from "./runs/role.ts";

/** Artifacts whose digests a row of the summary holds. */
const ARTIFACTS = [
  "search",
  "derived",
  "retrain",
  "evaluation",
  "perplexity",
  "hessian",
  "discretisation",
  "landscape",
  "benchmark",
  "count",
  "selection",
] as const;

/** Version of the form of `summary.json`: raised by changes that readers must follow. */
export const SUMMARY_SCHEMA = 1;

/**
 * Content of `summary.json`: a row for each run and statistics for each group, both with their role. Every artifact of the
 * report is in the `instances` of a row. Values that are missing or not finite are `null`.
 */
export function summarise(groups: readonly Group[]): Record<string, unknown> {
  return {
    schema: SUMMARY_SCHEMA,
    datasets: dataStatements(groups).sort(),
    groups: groups.map(groupEntry),
    comparisons: compareMethods(groups),
    correlations: correlateMetrics(groups),
    settings: rankSettings(groups),
    rows: groups.flatMap((group) =>
      group.runs.map((run) => rowEntry(group, run))
    ),
  };
}

function groupEntry(group: Group): Record<string, unknown> {
  const provenances = group.runs.map(({ provenance }) => provenance);
  const choices = choicesOf(provenances);
  return {
    label: group.label,
    role: roleOf(provenances[0]!).group,
    n: group.runs.length,
    ...(choices.length > 0 ? { selection: choices.join("; ") } : {}),
    point: group.point,
    metrics: ofMetrics((name) => aggregateOf(group, name)),
    over: Object.fromEntries(
      METRIC_NAMES.flatMap((name) => {
        const over = overText(group, name);
        return over === undefined ? [] : [[name, over]];
      }),
    ),
  };
}

function rowEntry(group: Group, run: Run): Record<string, unknown> {
  const { found, provenance, searches } = run;
  /** What all searches that led to the run agree on. */
  const agreed = <T>(values: readonly T[]) => {
    const [value, ...others] = new Set(values);
    return others.length > 0 ? null : value ?? null;
  };
  return {
    group: group.label,
    role: roleOf(provenance).one,
    point: run.point,
    method: methodOf(run) ?? null,
    space: agreed(
      searches.length > 0
        ? searches.map(({ space }) => space)
        : provenance.spaces,
    ),
    seed: agreed(searches.map(({ seed }) => seed)),
    search_epochs: agreed(searches.map(({ epochs }) => epochs.length)),
    retrain_epochs: found.retrain?.value.epochs.length ?? null,
    test_count: found.evaluation?.value.count ?? null,
    ...ofMetrics((name) => metricOf(run, name)),
    states: statesOf(run),
    hessian_batches: found.hessian?.value.batches.map(({ top }) => top) ?? null,
    collapsed: found.derived === undefined
      ? null
      : hasCollapsed(found.derived.value.genotype, kindsOfRun(run)),
    genotype: found.derived?.value.genotype ?? null,
    genotype_python: found.derived?.value.python ?? null,
    artifacts: Object.fromEntries(
      ARTIFACTS.map((name) => [name, found[name]?.sha256 ?? null]),
    ),
    instances: Object.fromEntries(
      Object.entries(found).map(([kind, { instance }]) => [kind, instance]),
    ),
  };
}

function ofMetrics<T>(read: (name: MetricName) => T): Record<string, T> {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, read(name)]));
}
