import type { Group } from "../runs/group_runs.ts";
import { bySearch } from "./search_notes.ts";

/** One sentence for each time that growing curvature stopped a search early or rolled it back, or that this stayed open. */
export function earlyStops(groups: readonly Group[]): string[] {
  return bySearch(
    groups,
    ({ earlyStop, rollbacks = [], undecidedStops = [] }) => [
      ...(earlyStop === undefined ? [] : [
        `stopped after epoch ${earlyStop.decidedAt}, with the architecture of epoch ${earlyStop.stopEpoch}`,
      ]),
      ...(undecidedStops.length === 0 ? [] : [
        `not decided after epochs ${
          undecidedStops.join(", ")
        }, as an eigenvalue had not converged`,
      ]),
      ...rollbacks.map(({ decidedAt, stopEpoch, weightDecay }) =>
        `returned from epoch ${decidedAt} to epoch ${stopEpoch}, with a weight decay of ${weightDecay}`
      ),
    ],
  );
}
