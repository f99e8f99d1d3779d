import { extentOf, median } from "../../../common/moments.ts";
import { comparisonTable } from "../html/comparison_table.ts";
import { type Markup, markup } from "../html/markup.ts";
import type {
  CorrelationCause,
  CorrelationOutcome,
  MetricCorrelation,
} from "../runs/correlate_metrics.ts";
import type { Group } from "../runs/group_runs.ts";

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

/** Heads of the columns that say which numbers of which searches are correlated. */
const SUBJECT_HEADINGS = ["After the search", "Error", "Searches"];

/** Most correlations that have a row each; more of them are grouped over the places of a sweep. */
const MOST_ROWS = 40;

/**
 * How curvature and what else searches end with go with the errors of their architectures; undefined without enough
 * searches. A sweep with many places has a row for all methods and one for each, over its places.
 *
 * @param groups Groups that the correlations are of.
 */
export function correlations(
  entries: readonly MetricCorrelation[],
  groups: readonly Pick<Group, "label" | "name">[],
): Markup | undefined {
  if (entries.length === 0) return undefined;
  const table = entries.length > MOST_ROWS
    ? placesTable(entries, groups)
    : entriesTable(entries);
  return markup`<section><h2>What goes with the error</h2>
${table}</section>`;
}

/** A row for each correlation. */
function entriesTable(entries: readonly MetricCorrelation[]): Markup {
  const rows = entries.map(({ cause, outcome, groups, correlation }) => {
    const { n, rho, interval } = correlation;
    return markup`<tr><th scope="row">${CAUSE_TITLES[cause]}</th><td>${
      OUTCOME_TITLES[outcome]
    }</td><td class="words">${groups.join(", ")}</td><td>${n}</td><td><b>${
      two(rho)
    }</b></td><td>${two(interval[0])} to ${two(interval[1])}</td></tr>
`;
  });
  const headings = [
    ...SUBJECT_HEADINGS,
    "n",
    "Rank correlation",
    "95 % interval",
  ];
  return comparisonTable({ caption: CAPTION, headings, rows });
}

/** A row for all methods, and one for each, over the places of a sweep. */
function placesTable(
  entries: readonly MetricCorrelation[],
  groups: readonly Pick<Group, "label" | "name">[],
): Markup {
  const names = new Map(groups.map(({ label, name }) => [label, name]));
  const searchesOf = ({ groups: labels }: MetricCorrelation) =>
    labels.length > 1 ? "all methods" : names.get(labels[0]!) ?? labels[0]!;
  const sets = Map.groupBy(
    entries,
    (entry) => JSON.stringify([entry.outcome, entry.cause, searchesOf(entry)]),
  );
  const rows = [...sets.values()].map((set) => {
    const { cause, outcome } = set[0]!;
    const found = set.map(({ correlation }) => correlation);
    const rhos = found.map(({ rho }) => rho);
    const [least, most] = extentOf(rhos);
    const above = found.filter(({ interval: [low] }) => low > 0).length;
    const below = found.filter(({ interval: [, high] }) => high < 0).length;
    return markup`<tr><th scope="row">${CAUSE_TITLES[cause]}</th><td>${
      OUTCOME_TITLES[outcome]
    }</td><td>${searchesOf(set[0]!)}</td><td>${found.length}</td><td><b>${
      two(median(rhos))
    }</b></td><td>${two(least)} to ${
      two(most)
    }</td><td>${above}</td><td>${below}</td></tr>
`;
  });
  const caption =
    `${CAPTION} Each row is over the places of the sweep that have enough searches: their number, the median and the ` +
    `range of their correlations, and how many intervals lie above and below 0. The ${entries.length} correlations ` +
    "themselves, with n and interval, are left out here: summary.json has all of them, under correlations.";
  const headings = [
    ...SUBJECT_HEADINGS,
    "Places",
    "Median",
    "Range",
    "Above 0",
    "Below 0",
  ];
  return comparisonTable({ caption, headings, rows });
}

function two(value: number): string {
  return value.toFixed(2);
}
