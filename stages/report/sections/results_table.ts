import { colourClass } from "../charts/figure.ts";
import {
  count,
  fixed,
  type Formatter,
  meanStd,
  percent,
} from "../html/format.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import {
  aggregateOf,
  METRIC_NAMES,
  type MetricName,
  metricOf,
  runsOf,
  valuesByUnit,
} from "../runs/metrics.ts";
import { numberNotes } from "./number_notes.ts";
import { overText } from "../runs/over_text.ts";
import { choicesOf, roleOf } from "../runs/role.ts";

interface Column {
  readonly heading: string;
  readonly metric: MetricName;
  readonly format: Formatter;
}

const COLUMNS: readonly Column[] = [
  { heading: "Test error", metric: "test_error", format: percent(2) },
  {
    heading: "Tabulated test error",
    metric: "benchmark_test_error",
    format: percent(2),
  },
  { heading: "Regret", metric: "benchmark_regret", format: percent(2) },
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

function cell(group: Group, { metric, format }: Column): Markup {
  const values = runsOf(group, metric).map((run, i) => {
    const value = format(metricOf(run, metric));
    return markup`${i > 0 && ", "}<span title="${
      runLabel(run)
    }">${value}</span>`;
  });
  const found = aggregateOf(group, metric);
  const statistics = meanStd(found, format);
  const seeds = values.length > 1 && markup`<small>${values}</small>`;
  const interval = found.interval !== null &&
    markup`<small>[${format(found.interval[0], { bare: true })}, ${
      format(found.interval[1], { bare: true })
    }]</small>`;
  const number = found.n > 0 && found.n !== group.runs.length &&
    markup`<small>n = ${found.n}</small>`;
  const over = overText(group, metric);
  return markup`<td${
    over !== undefined && markup` title="over ${over}"`
  }><b>${statistics}</b>${number}${interval}${seeds}</td>`;
}

const CAPTION =
  "Mean ± sample standard deviation over what the row names, n values; a cell that has another n says so. Below it the 95 % " +
  "bootstrap interval of the mean (three or more; over several architectures, trainings of one are averaged first) and the single values " +
  "in their order. " +
  "Supernet accuracy: alpha half of the training images, end of search. Top eigenvalue: Hessian in the alphas. " +
  "Parameter-free: edges or choice blocks whose strongest operation has no parameters, end of search.";

/** Metric that a row's statement is about: the first that has values. */
function mainMetric(group: Group): MetricName | undefined {
  return METRIC_NAMES.find((metric) => valuesByUnit(group, metric).size > 0);
}

/** What a row stands for: its role, how it was selected, and what its mean is taken over. */
export function statement(group: Group): string {
  const provenances = group.runs.map(({ provenance }) => provenance);
  const choices = choicesOf(provenances);
  const chosen = [
    ...new Set(
      group.runs.flatMap(({ found, point }) =>
        Object.entries(found.selection?.value.chosen ?? {})
          .filter(([axis]) => point[axis] === undefined)
          .map(([axis, value]) => `${axis}=${value}`)
      ),
    ),
  ];
  const metric = mainMetric(group);
  const over = metric === undefined ? undefined : overText(group, metric);
  const isSearch = provenances[0]!.source === "search" && choices.length === 0;
  return [
    !isSearch &&
    [roleOf(provenances[0]!).group, ...choices.slice(0, 1)].join(": "),
    ...choices.slice(1),
    chosen.length > 0 && `chosen: ${chosen.join(", ")}`,
    over !== undefined &&
    (over.startsWith("one ") ? over : `mean over ${over}`),
  ].filter((text) => text !== false).join("; ");
}

const TABULATED =
  " Tabulated test error and regret: of the last architecture, in NAS-Bench-101; – where the table does not have it.";

/** Table with a row for each group: mean ± sample standard deviation, and the value of every seed below. */
export function resultsTable(groups: readonly Group[]): Markup {
  const columns = COLUMNS.filter(({ metric }) =>
    groups.some((group) => valuesByUnit(group, metric).size > 0)
  );
  const headings = columns.map(({ heading }) =>
    markup`<th scope="col">${heading}</th>`
  );
  const rows = groups.map((group, i) => {
    const cells = columns.map((column) => cell(group, column));
    const key = markup`<span class="key ${colourClass(i)}"></span>`;
    return markup`<tr><th scope="row">${key}${group.label}<small>${
      statement(group)
    }</small></th><td>${group.runs.length}</td>${cells}</tr>
`;
  });
  return markup`<div class="scroll"><table class="results"><caption>${CAPTION}${
    columns.some(({ metric }) => metric === "benchmark_test_error") &&
    TABULATED
  }${numberNotes(groups).map((note) => ` ${note}`)}</caption>
<thead><tr><th scope="col">Method</th><th scope="col">n</th>${headings}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
