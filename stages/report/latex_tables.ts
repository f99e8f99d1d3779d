import { meanStd } from "./html/format.ts";
import { latexText, unwrittenLetters } from "./latex_text.ts";
import {
  compareMethods,
  type MethodComparison,
} from "./runs/compare_methods.ts";
import { dataStatements } from "./runs/data_statements.ts";
import type { Group } from "./runs/group_runs.ts";
import { aggregateOf } from "./runs/metrics.ts";
import { comparedRows, permutationText } from "./sections/comparisons.ts";
import { headColumns } from "./sections/head_columns.ts";
import { type ResultColumn, resultColumns } from "./sections/result_columns.ts";

/** Most rows of a table, so that it fits a page. */
const MOST_ROWS = 40;

/** Largest p-values of one, two and three stars. */
const STARS = [0.05, 0.01, 0.001];

/**
 * Writes the results of a report, and its comparisons where there are any, as LaTeX tables with the rules of booktabs. The
 * same content gives the same bytes.
 *
 * @param title Title of the report, with which captions begin.
 */
export function latexTables(title: string, groups: readonly Group[]): string {
  const entries = compareMethods(groups);
  const columns = resultColumns(groups);
  const shown = groups.filter((group) =>
    columns.some(({ metric }) => aggregateOf(group, metric).n > 0)
  );
  const marks = marksOf(entries);
  const head = headColumns(shown, nameOf);
  const { text: number, one } = numbersOf(shown, columns);
  const rows = shown.map((group, at) => [
    ...head.rows[at]!.map(latexText),
    ...columns.map((column) => {
      const found = aggregateOf(group, column.metric);
      const mark = marks.get(`${column.metric} ${group.label}`) ?? "";
      return `${latexText(meanStd(found, column.format))}${mark}${
        number(found.n)
      }`;
    }),
  ]);
  const test = permutationText(entries);
  const tested = comparedRows(entries).map(([methods, ...numbers]) =>
    [methods, ...numbers.map(minus)].map(latexText)
  );
  const data = dataOf(groups);
  const caption = [
    one === 1
      ? `${title}. Single values, n = 1.`
      : `${title}. Mean ± sample standard deviation, ${
        one === undefined ? "n in parentheses" : `n = ${one}`
      }.`,
    marks.size === 0
      ? ""
      : ` Stars: p < ${
        STARS.join(", ")
      } in the ${test} after Holm's correction, each method against the first.`,
    data,
  ].join("");
  const results = tables(
    { caption, label: "results", left: head.headings.length },
    [...head.headings, ...columns.map(({ heading }) => heading)].map(latexText),
    rows,
  );
  const compared = tested.length === 0 ? [] : tables(
    {
      caption:
        `${title}. Differences of means; n: values of both; g: Hedges' effect; p: ${test} after Holm's correction, and three tests without correction.${data}`,
      label: "comparisons",
      left: 2,
    },
    [
      "Methods",
      "Metric",
      "n",
      "Difference",
      "g",
      "p",
      "permutation",
      "Welch",
      "Wilcoxon",
    ],
    tested,
  );
  return [
    "% Tables of a report. They need \\usepackage{booktabs}.",
    ...shown.length === 0 ? [] : results,
    ...compared,
  ].join("\n\n") + "\n";
}

/** Says which letters of a report its tables write by their numbers; empty where they write all. */
export function unwrittenText(title: string, groups: readonly Group[]): string {
  const texts = groups.flatMap((group) => [
    nameOf(group),
    ...Object.entries(group.point).flatMap((
      [axis, value],
    ) => [axis, `${value}`]),
  ]);
  const letters = unwrittenLetters([title, ...texts].join(" "));
  return letters.length === 0
    ? ""
    : `the tables for LaTeX write ${
      letters.map((letter) => `${letter} as ${latexText(letter)}`).join(", ")
    }, as pdflatex has no such letters`;
}

function nameOf({ name, runs }: Group): string {
  return runs[0]!.provenance.choice === undefined ? name : `${name}, selected`;
}

/** Writes n beside values unless all means have one number, `one`. */
function numbersOf(
  groups: readonly Group[],
  columns: readonly ResultColumn[],
): { readonly text: (n: number) => string; readonly one?: number } {
  const all = new Set(
    groups.flatMap((group) =>
      columns.map(({ metric }) => aggregateOf(group, metric).n)
    ).filter((n) => n > 0),
  );
  const [one, ...others] = all;
  return one !== undefined && others.length === 0
    ? { text: () => "", one }
    : { text: (n) => n === 0 ? "" : ` (${n})` };
}

/** Stars by metric and label; none for groups that are compared with several. */
function marksOf(
  entries: readonly MethodComparison[],
): ReadonlyMap<string, string> {
  const pairs = Map.groupBy(
    entries,
    ({ metric, group }) => `${metric} ${group}`,
  );
  return new Map(
    [...pairs].flatMap(([pair, [entry, ...others]]) => {
      const p = entry!.corrected;
      const stars = p === null || others.length > 0
        ? 0
        : STARS.filter((limit) => p < limit).length;
      return stars === 0 ? [] : [[pair, `$^{${"*".repeat(stars)}}$`] as const];
    }),
  );
}

/** Writes the sign of a negative number as a minus. */
function minus(number: string): string {
  return number.replace(/^-/, "−");
}

/** Sentence on the data; empty where no artifact says it. */
function dataOf(groups: readonly Group[]): string {
  const statements = dataStatements(groups);
  return statements.length === 0 ? "" : ` Data: ${statements.join("; ")}.`;
}

/** Tables of at most {@linkcode MOST_ROWS} rows. */
function tables(
  { caption, label, left }: {
    readonly caption: string;
    readonly label: string;
    /** Columns at the left, which hold words. */
    readonly left: number;
  },
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const pages = Math.ceil(rows.length / MOST_ROWS);
  return Array.from({ length: pages }, (_, page) => {
    const line = (cells: readonly string[]) => `${cells.join(" & ")} \\\\`;
    return [
      "\\begin{table}",
      "\\centering\\small",
      page === 0 ? `\\caption{${latexText(caption)}}` : "\\caption{Continued.}",
      `\\label{tab:${label}${page === 0 ? "" : `-${page + 1}`}}`,
      `\\begin{tabular}{${"l".repeat(left)}${"r".repeat(heads.length - left)}}`,
      "\\toprule",
      line(heads),
      "\\midrule",
      ...rows.slice(page * MOST_ROWS, (page + 1) * MOST_ROWS).map(line),
      "\\bottomrule",
      "\\end{tabular}",
      "\\end{table}",
    ].join("\n");
  });
}
