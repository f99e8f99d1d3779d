import {
  count,
  fixed,
  type Formatter,
  percent,
  points,
} from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import { type MetricName, valuesByUnit } from "../runs/metrics.ts";
import { subjectsOf } from "../runs/run_subject.ts";

/** A metric as a table shows it. */
export interface ResultColumn {
  readonly heading: string;
  readonly metric: MetricName;
  readonly format: Formatter;
}

const COLUMNS: readonly ResultColumn[] = [
  { heading: "Test error", metric: "test_error", format: percent(2) },
  {
    heading: "Test perplexity",
    metric: "test_perplexity",
    format: fixed(2),
  },
  {
    heading: "Validation perplexity",
    metric: "valid_perplexity",
    format: fixed(2),
  },
  {
    heading: "Parameters",
    metric: "language_parameters",
    format: count,
  },
  {
    heading: "Tabulated test error",
    metric: "benchmark_test_error",
    format: percent(2),
  },
  {
    heading: "Tabulated validation error",
    metric: "benchmark_validation_error",
    format: percent(2),
  },
  { heading: "Regret", metric: "benchmark_regret", format: points(2) },
  { heading: "Parameters", metric: "parameters", format: count },
  { heading: "MACs", metric: "macs", format: count },
  {
    heading: "Counted parameters",
    metric: "counted_parameters",
    format: count,
  },
  { heading: "Counted MACs", metric: "counted_macs", format: count },
  {
    heading: "Supernet accuracy",
    metric: "valid_accuracy",
    format: percent(1),
  },
  {
    heading: "Top eigenvalue",
    metric: "hessian_top",
    format: fixed(3),
  },
  {
    heading: "Parameter-free",
    metric: "parameter_free_share",
    format: percent(1),
  },
];

/** Columns that are left out where another one has a value in every row that they have one in. */
const INSTEAD: Readonly<Partial<Record<MetricName, MetricName>>> = {
  benchmark_validation_error: "benchmark_test_error",
};

/** Columns of a table of results: metrics of which any group has a value. */
export function resultColumns(groups: readonly Group[]): ResultColumn[] {
  const hasValue = (group: Group, metric: MetricName | undefined) =>
    metric !== undefined && valuesByUnit(group, metric).size > 0;
  const isMixed = subjectsOf(groups).length > 1;
  return COLUMNS.filter(({ metric }) =>
    groups.some((group) =>
      hasValue(group, metric) && !hasValue(group, INSTEAD[metric])
    )
  ).map((column) =>
    isMixed && column.metric === "language_parameters"
      ? { ...column, heading: "Parameters of the language model" }
      : column
  );
}
