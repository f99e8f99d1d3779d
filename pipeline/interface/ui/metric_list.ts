import type { MetricView } from "./api.ts";
import type { ActionSeries, Series } from "./series.ts";

/** Metrics of several instances. */
export interface MetricList {
  /** Takes those of one more instance. */
  add(series: ActionSeries): void;
  /** All of them, in the order in which they were met; curves that are the same everywhere come after others. */
  metrics(): MetricView[];
}

/** Makes an empty list. */
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
        // One that is longer has more to differ from.
        if (own.steps.length > found.first.steps.length) found.first = own;
      }
    },
    metrics: () =>
      [...known].toSorted(([, a], [, b]) =>
        Number(b.differs) - Number(a.differs)
      ).map(([name, { kind }]) => ({ name, kind })),
  };
}

/** True for series that are equal as far as both have come. */
function agree(a: Series, b: Series): boolean {
  const count = Math.min(a.steps.length, b.steps.length);
  for (let index = 0; index < count; index++) {
    if (a.steps[index] !== b.steps[index]) return false;
    if (!Object.is(a.values[index], b.values[index])) return false;
  }
  return true;
}
