import type { COMPARED, MethodComparison } from "../runs/compare_methods.ts";
import { fixed, type Formatter, percent } from "../html/format.ts";
import { type Markup, markup } from "../html/markup.ts";

const TITLES: Readonly<
  Record<typeof COMPARED[number], { title: string; format: Formatter }>
> = {
  test_error: { title: "Test error", format: percent(2) },
  benchmark_test_error: { title: "Tabulated test error", format: percent(2) },
  hessian_top: { title: "Top eigenvalue", format: fixed(4) },
  valid_accuracy: { title: "Supernet accuracy", format: percent(2) },
  parameter_free_share: { title: "Parameter-free", format: percent(1) },
};

const CAPTION =
  "Difference of the means over searches, random architectures or selections; trainings of one architecture are " +
  "averaged first. p: exact permutation test, two-sided, after Holm's correction over the rows of " +
  "the same metric; plain p-values of the permutation test, of Welch's t-test and of Wilcoxon's signed-rank test " +
  "(paired by seed) beside it. Effect: Hedges' g, in pooled standard deviations. Fewer than three seeds are too few.";

/** Formats a p-value, never as 0. */
export function pText(value: number | null): string {
  if (value === null) return "–";
  return value < 0.001 ? "< 0.001" : value.toFixed(3);
}

/** Tests of each method against the baseline; undefined with one method. */
export function comparisons(
  entries: readonly MethodComparison[],
): Markup | undefined {
  if (entries.length === 0) return undefined;
  const rows = entries.map((entry) => {
    const { title, format } = TITLES[entry.metric as typeof COMPARED[number]];
    const { comparison, corrected } = entry;
    const head =
      markup`<th scope="row">${entry.group} − ${entry.baseline}</th><td>${title}</td>`;
    if (comparison === null) {
      return markup`<tr>${head}<td colspan="5">too few seeds</td></tr>
`;
    }
    const { n, difference, effect, permutation, welch, wilcoxon } = comparison;
    return markup`<tr>${head}<td>${n[0]}, ${n[1]}</td><td><b>${
      format(difference)
    }</b></td><td>${effect === null ? "–" : effect.toFixed(2)}</td><td><b>${
      pText(corrected)
    }</b></td><td>${pText(permutation)}, ${pText(welch)}, ${
      pText(wilcoxon)
    }</td></tr>
`;
  });
  return markup`<section><h2>Comparison of methods</h2>
<div class="scroll"><table class="comparisons"><caption>${CAPTION}</caption>
<thead><tr><th scope="col">Methods</th><th scope="col">Metric</th><th scope="col">n</th><th scope="col">Difference</th><th scope="col">Effect</th><th scope="col">p</th><th scope="col">plain p</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`;
}
