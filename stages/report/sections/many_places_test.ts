// Sections of a sweep with more places than a table should have rows.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { MethodComparison } from "../runs/compare_methods.ts";
import type { MetricCorrelation } from "../runs/correlate_metrics.ts";
import type { Comparison } from "../statistics/compare_samples.ts";
import { comparisons } from "./comparisons.ts";
import { correlations } from "./correlations.ts";

const rowsOf = (text: string) => text.match(/<tr><th scope="row">/g)!.length;

Deno.test("correlations() of many places have a row for all methods and one for each, and say where all of them are", () => {
  const groups = Array.from(
    { length: 21 },
    (_, place) =>
      ["DARTS", "SDARTS-RS"].map((name) => ({
        label: `${place} · ${name}`,
        name,
      })),
  ).flat();
  const entry = (labels: string[], rho: number): MetricCorrelation => ({
    cause: "hessian_top",
    outcome: "test_error",
    groups: labels,
    correlation: { n: 10, rho, interval: [rho - 0.3, rho + 0.3] },
  });
  const entries = Array.from({ length: 21 }, (_, place) => {
    const labels = groups.slice(2 * place, 2 * place + 2)
      .map(({ label }) => label);
    // from -0.5 to 0.5
    const rho = (place - 10) / 20;
    return [entry(labels, rho), entry([labels[1]!], 0.1)];
  }).flat();
  const few = correlations(entries.slice(0, 40), groups)!.text;
  assertEquals(rowsOf(few), 40);
  const { text } = correlations(entries, groups)!;
  assertEquals(rowsOf(text), 2);
  assertStringIncludes(
    text,
    "<td>all methods</td><td>21</td><td><b>0.00</b></td><td>-0.50 to 0.50</td><td>4</td><td>4</td>",
  );
  assertStringIncludes(
    text,
    "<td>SDARTS-RS</td><td>21</td><td><b>0.10</b></td><td>0.10 to 0.10</td><td>0</td><td>0</td>",
  );
  assertStringIncludes(
    text,
    "The 42 correlations themselves, with n and interval, are left out here: summary.json has all of them, under correlations.",
  );
});

Deno.test("comparisons() shows forty rows and folds the others away", () => {
  const entries = Array.from({ length: 43 }, (_, place): MethodComparison => ({
    metric: "test_error",
    group: `${place} · SDARTS-RS`,
    baseline: `${place} · DARTS`,
    comparison: {
      n: [3, 3],
      difference: 0.01,
      effect: 1,
      permutation: 0.5,
      welch: 0.5,
      wilcoxon: null,
    } as unknown as Comparison,
    corrected: 1,
  }));
  const [open, folded, ...others] = comparisons(entries)!.text.split(
    "<details>",
  );
  assertEquals([rowsOf(open!), rowsOf(folded!), others.length], [40, 3, 0]);
  assertStringIncludes(folded!, "<summary>3 more</summary>");
  assert(!comparisons(entries.slice(0, 40))!.text.includes("<details>"));
});
