import type { EarlyStop } from "../../nas/curvature/early_stop.ts";
import type { SearchState } from "../../nas/search/search_state.ts";
import type { StageContext } from "../../pipeline/stage.ts";

/** Logs where growing curvature stopped the search or rolled it back. */
export function logStops(
  { log }: Pick<StageContext<unknown>, "log">,
  { adaptation }: SearchState,
  stop: EarlyStop | undefined,
): void {
  if (stop !== undefined) {
    log(
      `the curvature grew too fast: stopped after epoch ${
        stop.decidedAt + 1
      }, with the architecture of epoch ${stop.stopEpoch + 1}`,
    );
  }
  for (const to of adaptation?.rollbacks ?? []) {
    log(
      `the curvature grew too fast: returned from epoch ${
        to.decidedAt + 1
      } to epoch ${to.stopEpoch + 1}, with a weight decay of ${to.weightDecay}`,
    );
  }
}

/** Logs which epoch's architecture counts as it validated best, and how many operations were stopped. */
export function logBest(
  { log }: Pick<StageContext<unknown>, "log">,
  { history, stops }: SearchState,
  best: number | undefined,
): void {
  if (stops !== undefined) {
    log(
      `stopped the training of ${stops.stopped.length} of ${stops.sums.length} operations`,
    );
  }
  if (best !== undefined) {
    log(
      `the architecture is that of epoch ${
        best + 1
      } of ${history.length}, which validated best`,
    );
  }
}

/** Logs which eigenvalues did not converge, and what they left undecided. */
export function logUnconverged(
  { log }: Pick<StageContext<unknown>, "log">,
  { history }: SearchState,
  undecided: readonly number[],
): void {
  const epochs = history.flatMap(({ epoch, curvature }) =>
    curvature?.topState === "unconverged" ? [epoch] : []
  );
  if (epochs.length === 0) return;
  log(
    `the largest eigenvalue did not converge after epochs ${epochs.join(", ")}${
      undecided.length === 0
        ? ""
        : `; so it was not decided after epochs ${
          undecided.join(", ")
        } whether the curvature grew too fast`
    }`,
  );
}
