import { stillness } from "../../../nas/search/alpha_state.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";

/** Sentences on each search, with its name before them; a search that groups share is named once. */
export function bySearch(
  groups: readonly Group[],
  read: (search: SearchHistory) => readonly string[],
): string[] {
  const seen = new Set<SearchHistory>();
  return groups.flatMap((group) =>
    group.runs.flatMap((run) => {
      const search = run.found.search?.value;
      // Final trainings of one search share its history.
      if (search === undefined || seen.has(search)) return [];
      seen.add(search);
      return read(search).map((text) =>
        `${group.label}, ${runLabel(run)}: ${text}.`
      );
    })
  );
}

/** Sentences on searches whose alphas stayed where they began, or whose genotype never changed after the first epoch. */
export function stillNotes(groups: readonly Group[]): string[] {
  return bySearch(
    groups,
    ({ alphas, epochs, earlyStop }) =>
      alphas === undefined
        ? []
        : stillness(alphas, earlyStop?.stopEpoch ?? epochs.length),
  );
}

/** Sentences on searches whose perturbations left their ball. */
export function ballNotes(groups: readonly Group[]): string[] {
  return bySearch(groups, ({ epochs }) => {
    const left = epochs.filter(({ perturbationsOutside }) =>
      (perturbationsOutside ?? 0) > 0
    );
    const [farthest] = left.toSorted((a, b) =>
      (b.perturbationRatio ?? 0) - (a.perturbationRatio ?? 0)
    );
    if (farthest === undefined) return [];
    const { epoch, epsilon, perturbationNorm, perturbationRatio } = farthest;
    return [
      `perturbed mixture weights were outside of their ball in ${left.length} of ${epochs.length} epochs, by the division that makes rows sum to 1: up to ${
        perturbationNorm?.toFixed(3)
      } from the unperturbed ones, ${
        perturbationRatio?.toFixed(2)
      } times ε, in epoch ${epoch} (ε = ${epsilon?.toFixed(3)})`,
    ];
  });
}
