import { plural } from "../html/format.ts";
import type { Group } from "./group_runs.ts";
import { type MetricName, sourceOf, valuesByUnit } from "./metrics.ts";
import type { Artifacts } from "./report_run.ts";

/** Kinds that a training has one of; others measure an architecture or its search. */
const OF_TRAININGS: readonly (keyof Artifacts)[] = [
  "evaluation",
  "perplexity",
  "retrain",
];

/**
 * What the statistics of a metric are taken over, such as `3 search seeds x 2 retrain seeds` or `2 trainings of one
 * selected cell`; undefined without values.
 */
export function overText(group: Group, metric: MetricName): string | undefined {
  const units = [...valuesByUnit(group, metric).values()];
  if (units.length === 0) return undefined;
  const isTraining = OF_TRAININGS.includes(sourceOf(metric));
  const [one, seed = one] = unitNames(group);
  const numbers = units.map(({ length }) => length);
  const total = numbers.reduce((a, b) => a + b, 0);
  const each = numbers[0]!;
  if (total === units.length) {
    return units.length === 1 ? `one ${one}` : plural(total, seed);
  }
  const repeats = isTraining ? "trainings" : "measurements";
  if (units.length === 1) return `${total} ${repeats} of one ${one}`;
  return numbers.every((number) => number === each)
    ? `${plural(units.length, seed)} x ${each} ${
      isTraining ? "retrain seeds" : repeats
    }`
    : `${total} ${repeats} of ${plural(units.length, one)}`;
}

/** A unit, and what tells several apart where that has another name. */
function unitNames(group: Group): readonly [string, string?] {
  const { source, choice } = group.runs[0]!.provenance;
  if (choice !== undefined) return ["selected cell"];
  const names = {
    search: ["search", "search seed"],
    random: ["random architecture"],
    given: ["given genotype"],
    other: ["run"],
  } as const;
  return names[source];
}
