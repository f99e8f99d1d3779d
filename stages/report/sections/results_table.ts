import { colourClass } from "../charts/figure.ts";
import { count, fixed, type Formatter, meanStd, percent } from "../format.ts";
import { type Group, runLabel } from "../group_runs.ts";
import { html, type Markup } from "../html.ts";
import {
  aggregateOf,
  distinctRuns,
  type MetricName,
  metricOf,
} from "../metrics.ts";

interface Column {
  readonly heading: string;
  readonly metric: MetricName;
  readonly format: Formatter;
}

const COLUMNS: readonly Column[] = [
  { heading: "Test error", metric: "test_error", format: percent(2) },
  { heading: "Parameters", metric: "parameters", format: count },
  { heading: "MACs", metric: "macs", format: count },
  {
    heading: "Supernet valid. accuracy",
    metric: "valid_accuracy",
    format: percent(1),
  },
  {
    heading: "Hessian top eigenvalue",
    metric: "hessian_top",
    format: fixed(3),
  },
  {
    heading: "Parameter-free share",
    metric: "parameter_free_share",
    format: percent(0),
  },
];

function cell(group: Group, { metric, format }: Column): Markup {
  const statistics = aggregateOf(group, metric);
  const values = distinctRuns(group, metric).map((run) =>
    html`<span title="${runLabel(run)}">${format(metricOf(run, metric))}</span>`
  );
  return html`<td><b>${meanStd(statistics, format)}</b>${
    values.length > 1 &&
    html`<small>${values.map((value, i) => [i > 0 && ", ", value])}</small>`
  }</td>`;
}

/** Table with a row for each group: mean ± sample standard deviation, and the value of every seed below. */
export function resultsTable(groups: readonly Group[]): Markup {
  const columns = COLUMNS.filter(({ metric }) =>
    groups.some((group) => aggregateOf(group, metric).n > 0)
  );
  return html`
    <section>
      <h2>Results</h2>
      <div class="scroll">
        <table class="results">
          <caption>Mean ± sample standard deviation over seeds; the values of the single seeds, in order of the seeds, below.</caption>
          <thead>
            <tr><th scope="col">Method</th><th scope="col">n</th>${columns.map((
              { heading },
            ) => html`<th scope="col">${heading}</th>`)}</tr>
          </thead>
          <tbody>
    ${groups.map((group, i) =>
      html`
        <tr><th scope="row"><span class="key ${colourClass(i)}"></span>${group
          .label}</th><td>${group.runs.length}</td>${columns.map((column) =>
            cell(group, column)
          )}</tr>
      `
    )}</tbody>
        </table>
      </div>
    </section>
  `;
}
