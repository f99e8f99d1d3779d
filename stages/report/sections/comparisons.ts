import type { COMPARED, MethodComparison } from "../runs/compare_methods.ts";
import { isExact } from "../statistics/exact_permutation.ts";
import { fixed, type Formatter, points } from "../html/format.ts";
import { comparisonTable } from "../html/comparison_table.ts";
import { type Markup, markup } from "../html/markup.ts";

/** Titles of the compared metrics, and how their differences are written. */
const COMPARED_TITLES: Readonly<
  Record<typeof COMPARED[number], { title: string; format: Formatter }>
> = {
  test_perplexity: { title: "Test perplexity", format: fixed(2) },
  test_error: { title: "Test error", format: points(2) },
  benchmark_test_error: { title: "Tabulated test error", format: points(2) },
  hessian_top: { title: "Top eigenvalue", format: fixed(4) },
  valid_accuracy: { title: "Supernet accuracy", format: points(2) },
  parameter_free_share: { title: "Parameter-free", format: points(1) },
};

const captionOf = (test: string) =>
  "Difference of the means over searches, random architectures or selections; trainings of one architecture are " +
  "averaged first; n: their numbers. Effect: Hedges' g, in pooled standard deviations. p: " +
  `${test}, two-sided, after Holm's correction over the rows of the same metric; then the p-values of three tests without ` +
  "correction. Wilcoxon's signed-rank test pairs by seed. Only what has three seeds or more is compared.";

const HEADINGS = [
  "Methods",
  "Metric",
  "n",
  "Difference",
  "Effect",
  "p, Holm",
  "permutation",
  "Welch",
  "Wilcoxon",
];

/** Names the permutation test of some comparisons by what it counted. */
export function permutationText(entries: readonly MethodComparison[]): string {
  const sizes = entries.flatMap(({ comparison }) =>
    comparison === null ? [] : [comparison.n]
  );
  return sizes.every(([a, b]) => isExact(a, b))
    ? "exact permutation test"
    : "permutation test (with random divisions where there are too many to count)";
}

/** Formats a p-value, never as 0. */
export function pText(value: number | null): string {
  if (value === null) return "–";
  return value < 0.001 ? "< 0.001" : value.toFixed(3);
}

/** `s3: SDARTS-RS − DARTS`: coordinates that both have stand in front. */
function pairText(
  { group, baseline }: Pick<MethodComparison, "group" | "baseline">,
): string {
  const [own, other] = [group, baseline].map((label) => label.split(" · "));
  const differs = own!.findIndex((part, i) => part !== other![i]);
  const shared = own!.slice(0, Math.max(0, differs));
  const rest = (parts: readonly string[]) =>
    parts.slice(shared.length).join(" · ");
  const pair = `${rest(own!)} − ${rest(other!)}`;
  return shared.length === 0 ? pair : `${shared.join(" · ")}: ${pair}`;
}

/** Comparisons with enough seeds as texts: methods, metric, n, difference, effect, corrected p-value, and those of three tests. */
export function comparedRows(
  entries: readonly MethodComparison[],
): [methods: string, ...numbers: string[]][] {
  return entries.flatMap((entry) => {
    const { comparison, corrected, metric } = entry;
    if (comparison === null) return [];
    const { title, format } =
      COMPARED_TITLES[metric as keyof typeof COMPARED_TITLES];
    const { n, difference, effect, permutation, welch, wilcoxon } = comparison;
    return [[
      pairText(entry),
      title,
      n.join(", "),
      format(difference),
      effect?.toFixed(2) ?? "–",
      ...[corrected, permutation, welch, wilcoxon].map(pText),
    ]];
  });
}

/** Most comparisons that are shown at once; further ones are folded away. */
const MOST_OPEN = 40;

/** Tests of each method against the baseline; undefined where nothing has enough seeds. */
export function comparisons(
  entries: readonly MethodComparison[],
): Markup | undefined {
  const rows = comparedRows(entries).map((row) => {
    const [methods, title, n, difference, effect, corrected, ...tests] = row;
    return markup`<tr><th scope="row">${methods}</th><td>${title}</td><td>${n}</td><td><b>${difference}</b></td><td>${effect}</td><td><b>${corrected}</b></td>${
      tests.map((value) => markup`<td>${value}</td>`)
    }</tr>
`;
  });
  if (rows.length === 0) return undefined;
  const open = comparisonTable({
    caption: captionOf(permutationText(entries)),
    headings: HEADINGS,
    rows: rows.slice(0, MOST_OPEN),
  });
  const folded = rows.slice(MOST_OPEN);
  return markup`<section><h2>Comparison of methods</h2>
${open}${
    folded.length > 0 &&
    markup`<details><summary>${folded.length} more</summary>${
      comparisonTable({ headings: HEADINGS, rows: folded })
    }</details>`
  }</section>`;
}
