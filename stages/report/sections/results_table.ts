import { colourClass, shadeOpacity } from "../charts/figure.ts";
import { meanStd } from "../html/format.ts";
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
import { type HeadColumns, headColumns } from "./head_columns.ts";
import { numberNotes } from "./number_notes.ts";
import { type ResultColumn, resultColumns } from "./result_columns.ts";
import { overText } from "../runs/over_text.ts";
import { subjectOf } from "../runs/run_subject.ts";
import { choicesOf, roleOf } from "../runs/role.ts";
import { looksOf } from "../runs/swept_axes.ts";

function cell(
  group: Group,
  { metric, format }: ResultColumn,
  hasNumbers: boolean,
): Markup {
  const found = aggregateOf(group, metric);
  if (found.n === 0) return markup`<td>–</td>`;
  // language models never have the numbers of images, so no dash stands for them
  const shown = runsOf(group, metric).filter((run) =>
    metricOf(run, metric) !== null || subjectOf(run) === "images"
  );
  const values = shown.map((run, i) => {
    const value = format(metricOf(run, metric));
    return markup`${i > 0 && ", "}<span title="${
      runLabel(run)
    }">${value}</span>`;
  });
  const isOne = found.min === found.max;
  const interval = found.interval !== null && !isOne &&
    ` [${format(found.interval[0], { bare: true })}, ${
      format(found.interval[1], { bare: true })
    }]`;
  const equal = found.n > 1 && isOne && ", all equal";
  const number = hasNumbers &&
    markup`<small>n = ${found.n}${equal}${interval}</small>`;
  return markup`<td title="over ${overText(group, metric)!}"><b>${
    isOne ? format(found.mean) : meanStd(found, format)
  }</b>${number}${!isOne && markup`<small>${values}</small>`}</td>`;
}

const CAPTION =
  "Mean ± sample standard deviation. Below it n, the number of values, with the 95 % bootstrap interval of the mean " +
  "(three or more; over several architectures, trainings of one are averaged first), and the values in their order. ";

/** Explanations of columns, by metric. */
const MEANINGS: Readonly<Partial<Record<MetricName, string>>> = {
  valid_accuracy:
    "Supernet accuracy: alpha half of the training images, end of search. ",
  hessian_top: "Top eigenvalue: Hessian in the alphas. ",
  parameter_free_share:
    "Parameter-free: edges or choice blocks whose strongest operation has no parameters, end of search. ",
  benchmark_test_error:
    "Tabulated test error and regret: of the last architecture; – where the table does not have it. ",
  benchmark_validation_error:
    "Tabulated validation error and regret: of the last architecture; – where the table does not have it. ",
};

/** Metric that a row's statement is about: the first that has values. */
function mainMetric(group: Group): MetricName | undefined {
  return METRIC_NAMES.find((metric) => valuesByUnit(group, metric).size > 0);
}

/** Text on how a row was selected and which runs its mean is taken over. */
function statement(group: Group): string {
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
  return [
    ...choices,
    chosen.length > 0 && `chosen: ${chosen.join(", ")}`,
    over !== undefined &&
    (over.startsWith("one ") ? over : `mean over ${over}`),
  ].filter((text) => text !== false).join("; ");
}

/** Adds a column of roles where the mean over searches and a selected cell are rows of one table; other roles are in the names. */
function withRoles(
  { headings, rows }: HeadColumns,
  groups: readonly Group[],
): HeadColumns {
  const roles = groups.map(({ runs }) => roleOf(runs[0]!.provenance).group);
  const hasRoles = new Set(roles).size > 1 &&
    groups.some(({ runs }) => runs[0]!.provenance.choice !== undefined);
  return hasRoles
    ? {
      headings: [...headings, "Row"],
      rows: rows.map((row, at) => [...row, roles[at]!]),
    }
    : { headings, rows };
}

/** Table with a row for each group: mean ± sample standard deviation, and the value of every seed below. */
export function resultsTable(groups: readonly Group[]): Markup {
  const columns = resultColumns(groups);
  const shown = groups.filter((group) =>
    columns.some(({ metric }) => valuesByUnit(group, metric).size > 0)
  );
  if (shown.length === 0) return markup``;
  const looks = looksOf(groups);
  const hasNumbers = shown.some((group) =>
    columns.some(({ metric }) => aggregateOf(group, metric).n > 1)
  );
  const head = withRoles(headColumns(shown, ({ name }) => name), shown);
  const statements = shown.map(statement);
  const isStated = new Set(statements).size > 1;
  const rows = shown.map((group, at) => {
    const [first, ...others] = head.rows[at]!;
    const small = isStated && statements[at] !== "" &&
      markup`<small>${statements[at]}</small>`;
    const last = others.pop();
    const { colour, shade } = looks[groups.indexOf(group)]!;
    const strength = shade !== null &&
      markup` style="opacity:${shadeOpacity(shade)}"`;
    return markup`<tr><th scope="row"><span class="key ${
      colourClass(colour)
    }"${strength}></span>${first}${last === undefined && small}</th>${
      others.map((value) => markup`<th>${value}</th>`)
    }${last !== undefined && markup`<th>${last}${small}</th>`}${
      columns.map((column) => cell(group, column, hasNumbers))
    }</tr>
`;
  });
  const [all] = statements;
  const caption = [
    hasNumbers && CAPTION,
    !isStated && all && `Every row: ${all}. `,
    columns.map(({ metric }) => MEANINGS[metric]),
    numberNotes(groups).map((note) => `${note} `),
  ];
  const headings = [
    ...head.headings,
    ...columns.map(({ heading }) => heading),
  ];
  return markup`<div class="scroll"><table class="results"><caption>${caption}</caption>
<thead><tr>${
    headings.map((heading, i) =>
      markup`<th scope="col"${
        i < head.headings.length && markup` class="axis"`
      }>${heading}</th>`
    )
  }</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
