import { stillness } from "../../../nas/search/alpha_state.ts";
import { fixed, plural } from "../html/format.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { distinctRuns } from "../runs/metrics.ts";

/** Sentences on searches whose alphas stayed where they began, or whose genotype never changed after the first epoch. */
export function stillNotes(groups: readonly Group[]): string[] {
  return groups.flatMap((group) =>
    distinctRuns(group, "search").flatMap((run) => {
      const { alphas, epochs, earlyStop } = run.found.search!.value;
      if (alphas === undefined) return [];
      return stillness(alphas, earlyStop?.stopEpoch ?? epochs.length)
        .map((text) => `${group.label}, ${runLabel(run)}: ${text}.`);
    })
  );
}

/** A sentence for each group whose perturbations left their ball, with the farthest of them. */
export function ballNotes(groups: readonly Group[]): string[] {
  return groups.flatMap((group) => {
    const epochs = distinctRuns(group, "search").flatMap((run) =>
      run.found.search!.value.epochs.map((epoch) => ({ run, ...epoch }))
    );
    const left = epochs.filter(({ perturbationsOutside }) =>
      (perturbationsOutside ?? 0) > 0
    );
    const [farthest] = left.toSorted((a, b) =>
      (b.perturbationRatio ?? 0) - (a.perturbationRatio ?? 0)
    );
    if (farthest === undefined) return [];
    const { run, epoch, epsilon, perturbationNorm } = farthest;
    return [
      `${group.label}: clamping rows and dividing them by their sum took mixture weights out of their ball in ${left.length} of ${
        plural(epochs.length, "epoch")
      }: up to ${
        fixed(2)(farthest.perturbationRatio ?? null)
      } ε from the unperturbed ones (${runLabel(run)}, epoch ${epoch}: ${
        fixed(3)(perturbationNorm ?? null)
      } with ε = ${fixed(3)(epsilon)}).`,
    ];
  });
}
