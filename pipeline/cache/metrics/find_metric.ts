import { nearest } from "../../../common/did_you_mean.ts";
import { usageError } from "../../base/pipeline_error.ts";
import type { Metric } from "./wide_table.ts";

/** Most names in a message about a name that is there. */
const MOST = 8;

/**
 * The metric that a user names: `evaluate.top1Accuracy`, or `top1Accuracy` where one stage has it. Case and underscores do
 * not count: `valid_accuracy` is `validAccuracy`.
 *
 * Throws a `PipelineError` of kind `usage` with the nearest names for a name of none, or of several.
 *
 * @param word What the user wrote; `undefined` for nothing.
 */
export function findMetric(
  metrics: readonly Metric[],
  word: string | undefined,
): Metric {
  const names = metrics.map(({ name }) => name);
  if (word === undefined) {
    throw usageError(
      `Expected --by METRIC (${names.join(", ")}) but found none`,
    );
  }
  const ways: ((metric: Metric) => boolean)[] = [
    ({ name }) => name === word,
    ({ metric }) => metric === word,
    ({ name }) => folded(name) === folded(word),
    ({ metric }) => folded(metric) === folded(word),
  ];
  for (const way of ways) {
    const found = metrics.filter(way);
    if (found.length > 1) {
      throw usageError(
        `Expected the metric of one stage (${
          listed(found.map(({ name }) => name))
        }) but found ${word}`,
      );
    }
    if (found[0] !== undefined) return found[0];
  }
  const near = nearest(word, names) ??
    nearest(word, metrics.map(({ metric }) => metric));
  const alike = names.filter((name) => folded(name).includes(folded(word)));
  throw usageError(
    `Expected a metric (${
      listed([...new Set([...alike, ...names])])
    }) but found ${word}${
      near === undefined ? "" : ` (did you mean ${near}?)`
    }`,
  );
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[_ -]/g, "");
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST;
  return `${names.slice(0, MOST).join(", ")}${
    more > 0 ? ` and ${more} more` : ""
  }`;
}
