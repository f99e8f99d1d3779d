import { type Group, runLabel } from "../runs/group_runs.ts";

/** One sentence for each time that growing curvature stopped a search early or rolled it back, or that this stayed open. */
export function earlyStops(groups: readonly Group[]): string[] {
  const seen = new Set<unknown>();
  return groups.flatMap((group) =>
    group.runs.flatMap((run) => {
      const search = run.found.search?.value;
      // Final trainings of one search share its history.
      if (search === undefined || seen.has(search)) return [];
      seen.add(search);
      const name = `${group.label}, ${runLabel(run)}`;
      const { earlyStop, rollbacks = [], undecidedStops = [] } = search;
      return [
        ...(earlyStop === undefined ? [] : [
          `${name}: stopped after epoch ${earlyStop.decidedAt}, with the architecture of epoch ${earlyStop.stopEpoch}.`,
        ]),
        ...(undecidedStops.length === 0 ? [] : [
          `${name}: not decided after epochs ${
            undecidedStops.join(", ")
          }, as an eigenvalue had not converged.`,
        ]),
        ...rollbacks.map(({ decidedAt, stopEpoch, weightDecay }) =>
          `${name}: returned from epoch ${decidedAt} to epoch ${stopEpoch}, with a weight decay of ${weightDecay}.`
        ),
      ];
    })
  );
}
