import { stillness } from "../../../nas/search/alpha_state.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";
import type { Artifacts } from "../runs/report_run.ts";

/** Every artifact of a kind, named by its group and run; one that groups or trainings share comes once. */
export function namedArtifacts<K extends keyof Artifacts>(
  groups: readonly Group[],
  kind: K,
): { readonly name: string; readonly value: Artifacts[K] }[] {
  const seen = new Set<unknown>();
  return groups.flatMap((group) =>
    group.runs.flatMap((run) => {
      const value = run.found[kind]?.value as Artifacts[K] | undefined;
      if (value === undefined || seen.has(value)) return [];
      seen.add(value);
      return [{ name: `${group.label}, ${runLabel(run)}`, value }];
    })
  );
}

/** Sentences on each search, with its name before them. */
export function bySearch(
  groups: readonly Group[],
  read: (search: SearchHistory) => readonly string[],
): string[] {
  return namedArtifacts(groups, "search").flatMap(({ name, value }) =>
    read(value).map((text) => `${name}: ${text}.`)
  );
}

/** Sentences on searches whose alphas stayed where they began, or whose genotype never changed after the first epoch. */
export function stillNotes(groups: readonly Group[]): string[] {
  return bySearch(
    groups,
    ({ alphas, epochs, earlyStop, bestEpoch }) =>
      alphas === undefined ? [] : stillness(
        alphas,
        earlyStop?.stopEpoch ?? bestEpoch ?? epochs.length,
      ),
  );
}

/** Sentences on operations that were stopped, and on architectures of the epoch that validated best. */
export function stopNotes(groups: readonly Group[]): string[] {
  return bySearch(groups, ({ epochs, bestEpoch }) => {
    const first = epochs.find(({ stoppedOperations = 0 }) =>
      stoppedOperations > 0
    );
    const last = epochs.at(-1)!.stoppedOperations;
    return [
      first !== undefined &&
      `the training of ${last} operations was stopped, from epoch ${first.epoch} on`,
      last === 0 && "no operation was stopped",
      bestEpoch !== undefined &&
      `the architecture is that of epoch ${bestEpoch}, which validated best`,
    ].filter((text) => text !== false);
  });
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
