import { type Markup, markup } from "../html/markup.ts";
import type {
  CorrelationCause,
  CorrelationOutcome,
  MetricCorrelation,
} from "../runs/correlate_metrics.ts";

const CAUSE_TITLES: Readonly<Record<CorrelationCause, string>> = {
  hessian_top: "Top eigenvalue",
  parameter_free_share: "Parameter-free",
  discretisation_drop: "Discretisation drop",
};

const OUTCOME_TITLES: Readonly<Record<CorrelationOutcome, string>> = {
  test_error: "Test error",
  benchmark_test_error: "Tabulated test error",
};

const CAPTION =
  "Spearman's rank correlation over searches, with an approximate 95 % interval (Bonett and Wright); trainings of one " +
  "architecture are averaged first. These numbers describe: nothing is tested or corrected, and over all methods they " +
  "also hold what the methods differ in.";

/** How curvature and what else searches end with go with the errors of their architectures; undefined without enough searches. */
export function correlations(
  entries: readonly MetricCorrelation[],
): Markup | undefined {
  if (entries.length === 0) return undefined;
  const rows = entries.map(({ cause, outcome, groups, correlation }) => {
    const { n, rho, interval } = correlation;
    const [low, high] = interval.map((end) => end.toFixed(2));
    return markup`<tr><th scope="row">${CAUSE_TITLES[cause]}</th><td>${
      OUTCOME_TITLES[outcome]
    }</td><td>${groups.join(", ")}</td><td>${n}</td><td><b>${
      rho.toFixed(2)
    }</b></td><td>${low} to ${high}</td></tr>
`;
  });
  return markup`<section><h2>What goes with the error</h2>
<div class="scroll"><table class="comparisons"><caption>${CAPTION}</caption>
<thead><tr><th scope="col">After the search</th><th scope="col">Error</th><th scope="col">Searches</th><th scope="col">n</th><th scope="col">Rank correlation</th><th scope="col">95 % interval</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`;
}
