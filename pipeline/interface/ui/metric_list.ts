import type { MetricView } from "./api.ts";
import type {
  ActionSeries,
  Series,
} from "../../cache/metrics/action_series.ts";

/** Collects the metrics of several instances. */
export interface MetricList {
  /** Adds the metrics of one more instance. */
  add(series: ActionSeries): void;
  /** All metrics in order of appearance; those that are equal in all instances come last. */
  metrics(): MetricView[];
}

/** Creates an empty list. */
export function metricList(): MetricList {
  const known = new Map<
    string,
    { readonly kind: MetricView["kind"]; first: Series; differs: boolean }
  >();
  return {
    add: (series) => {
      for (const [name, own] of series) {
        const found = known.get(name);
        if (found === undefined) {
          known.set(name, { kind: own.kind, first: own, differs: false });
          continue;
        }
        found.differs ||= !agree(found.first, own);
        // A longer series has more to compare with.
        if (own.steps.length > found.first.steps.length) found.first = own;
      }
    },
    metrics: () =>
      [...known].toSorted(([, a], [, b]) =>
        Number(b.differs) - Number(a.differs)
      ).map(([name, { kind }]) => ({ name, kind })),
  };
}

/** True for series that are equal up to the length of the shorter one. */
function agree(a: Series, b: Series): boolean {
  const count = Math.min(a.steps.length, b.steps.length);
  for (let index = 0; index < count; index++) {
    if (a.steps[index] !== b.steps[index]) return false;
    if (!Object.is(a.values[index], b.values[index])) return false;
  }
  return true;
}
