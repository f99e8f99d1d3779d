import { type Aggregate, aggregate } from "../statistics/aggregate.ts";
import { bootstrapInterval } from "../statistics/bootstrap_interval.ts";
import type { Group } from "./group_runs.ts";
import type { Artifacts, Run } from "./report_run.ts";
import { mean } from "../../../common/moments.ts";

/** One number of a run. */
interface Metric<K extends keyof Artifacts> {
  readonly source: K;
  readonly read: (artifact: Artifacts[K]) => number | null;
}

function metric<K extends keyof Artifacts>(
  source: K,
  read: (artifact: Artifacts[K]) => number | null,
): Metric<K> {
  return { source, read };
}

/** Metrics by name; shares, errors and accuracies are 0..1. */
const METRICS = {
  /** Top-1 error on the test images. */
  test_error: metric("evaluation", (e) => e.top1Error),
  /** Cross entropy on the test images. */
  test_loss: metric("evaluation", (e) => e.loss),
  /** Perplexity of a language model on the test text. */
  test_perplexity: metric("perplexity", (p) => p.test.perplexity),
  /** Perplexity of a language model on the validation text, by which its epoch was chosen. */
  valid_perplexity: metric("perplexity", (p) => p.valid.perplexity),
  /** Trainable parameters of a language model. */
  language_parameters: metric("perplexity", (p) => p.parameters),
  /** Trainable parameters of the retrained network, without its auxiliary head. */
  parameters: metric("evaluation", (e) => e.parameters),
  /** Multiply-accumulate operations for an image. */
  macs: metric("evaluation", (e) => e.macs),
  /** Multiply-accumulates of normalisations, which `macs` leaves out. */
  normalisation_macs: metric("evaluation", (e) => e.normalisationMacs ?? null),
  /** Additions and comparisons of pools, which `macs` leaves out. */
  pooling_operations: metric("evaluation", (e) => e.poolingOperations ?? null),
  /** Accuracy of the supernet on the alpha half, after the last epoch. */
  valid_accuracy: metric("search", (s) => s.epochs.at(-1)!.validAccuracy),
  /** Largest algebraic eigenvalue, mean over batches; not where one of them did not converge. */
  hessian_top: metric(
    "hessian",
    (h) => h.convergence?.top === "unconverged" ? null : h.top.mean,
  ),
  /** Largest absolute eigenvalue, mean over batches; not where one of them did not converge. */
  hessian_spectral: metric(
    "hessian",
    (h) => h.convergence?.spectral === "unconverged" ? null : h.spectral.mean,
  ),
  /** Accuracy of the supernet less that of the derived architecture on its weights, 0..1. */
  discretisation_drop: metric("discretisation", (d) => d.drop),
  /** Mean over the epochs of the largest eigenvalue, where the search measured it and it converged. */
  curvature_mean: metric("search", ({ epochs }) => {
    const tops = epochs.flatMap(({ curvature }) =>
      curvature?.topState === "unconverged" ? [] : curvature?.top ?? []
    );
    return tops.length === 0 ? null : mean(tops);
  }),
  /** Tabulated test error of the architecture after the last epoch. */
  benchmark_test_error: metric(
    "benchmark",
    (b) => b.epochs.at(-1)!.testError,
  ),
  /** Tabulated validation error of that architecture. */
  benchmark_validation_error: metric(
    "benchmark",
    (b) => b.epochs.at(-1)!.validationError,
  ),
  /** Best mean test accuracy of the table minus that of the architecture after the last epoch. */
  benchmark_regret: metric("benchmark", (b) => b.epochs.at(-1)!.regret),
  /** Share of edges whose strongest operation has no parameters, after the last epoch. */
  parameter_free_share: metric(
    "search",
    (s) => s.epochs.at(-1)!.parameterFreeShare,
  ),
  /** Largest difference of a mixture weight from an equal one, 1 / k, after the last epoch. */
  mixture_from_uniform: metric("search", (s) => s.alphas?.fromUniform ?? null),
  /** Largest change of a mixture weight over the search. */
  mixture_from_start: metric("search", (s) => s.alphas?.fromStart ?? null),
  /** Epochs that changed the architecture. */
  genotype_changes: metric("search", (s) => s.alphas?.genotypeChanges ?? null),
  /** Largest perturbation of a mixture weight in units of epsilon; above 1 it left its ball. */
  perturbation_ratio: metric("search", ({ epochs }) => {
    const ratios = epochs.flatMap((epoch) => epoch.perturbationRatio ?? []);
    return ratios.length === 0 ? null : Math.max(...ratios);
  }),
  /** Parameters that the stage `count` counts, without the auxiliary head. */
  counted_parameters: metric("count", (c) => c.parameters),
  /** Multiply-accumulate operations that it counts. */
  counted_macs: metric("count", (c) => c.macs),
} as const;

export type MetricName = keyof typeof METRICS;

/** Names of all metrics, in the order of the summary. */
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** Value of a metric for a run; `null` where it was not measured. */
export function metricOf(run: Run, name: MetricName): number | null {
  const { source, read } = METRICS[name] as Metric<keyof Artifacts>;
  const artifact = run.found[source];
  const value = artifact === undefined ? null : read(artifact.value);
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Runs of a group with different artifacts of a kind: a search that was retrained twice counts once. */
export function distinctRuns(group: Group, kind: keyof Artifacts): Run[] {
  const seen = new Set<unknown>();
  return group.runs.filter(({ found }) => {
    const artifact = found[kind];
    if (artifact === undefined || seen.has(artifact)) return false;
    seen.add(artifact);
    return true;
  });
}

/** Runs of a group that a metric counts. */
export function runsOf(group: Group, name: MetricName): Run[] {
  return distinctRuns(group, METRICS[name].source);
}

/** Kind of artifact that a metric is read from. */
export function sourceOf(name: MetricName): keyof Artifacts {
  return METRICS[name].source;
}

/** Values of a metric by the unit that they belong to: repeated trainings of one architecture are in one list. */
export function valuesByUnit(
  group: Group,
  name: MetricName,
): Map<string, readonly number[]> {
  const byUnit = Map.groupBy(
    runsOf(group, name),
    ({ provenance }) => provenance.unit,
  );
  return new Map(
    [...byUnit].map(([unit, runs]): [string, number[]] => [
      unit,
      runs.flatMap((run) => metricOf(run, name) ?? []),
    ]).filter(([, values]) => values.length > 0),
  );
}

/**
 * Statistics of a metric over a group. The interval is that of the mean over units, each the mean of its values; with one
 * unit alone it is over the values.
 */
export function aggregateOf(group: Group, name: MetricName): Aggregate {
  const units = [...valuesByUnit(group, name).values()];
  const found = aggregate(
    runsOf(group, name).map((run) => metricOf(run, name)),
  );
  return units.length === 1 || units.length === found.n
    ? found
    : { ...found, interval: bootstrapInterval(units.map(mean)) };
}
