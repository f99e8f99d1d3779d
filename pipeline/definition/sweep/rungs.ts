import type { TuneSpec } from "../spec/tune_spec.ts";

/** Results of the trials on each rung, as losses by number of the trial. */
export type RungLosses = readonly ReadonlyMap<number, number>[];

/** Most results on each rung, the first one first. */
export function mostOnRungs({ trials, rungs }: TuneSpec): number[] {
  const most = [trials];
  for (const _ of rungs?.budgets.slice(1) ?? []) {
    most.push(Math.max(1, Math.floor(most.at(-1)! / rungs!.reduction)));
  }
  return most;
}

/** Trials of a rung, the best first; of equal ones the earlier first. */
export function ranking(losses: ReadonlyMap<number, number>): number[] {
  // Infinite losses are equal.
  const compare = (a: number, b: number) => a === b ? 0 : a < b ? -1 : 1;
  return [...losses].sort(([a, x], [b, y]) => compare(x, y) || a - b)
    .map(([trial]) => trial);
}

/**
 * Trials that go on to the next rung, by the rule of ASHA (Li et al., "A System for Massively Parallel Hyperparameter
 * Tuning", MLSys 2020): of `reduction` results on a rung the best goes on. It is asked between rounds, when all results
 * are known, and not whenever one arrives, so that the order of arrival decides nothing. No more go on than places were
 * opened, so that the work is known before.
 *
 * @param losses Results so far.
 * @returns Trials by the rung that they go on to.
 */
export function promotions(
  losses: RungLosses,
  { reduction, sampled, isLost }: {
    readonly reduction: number;
    /** True if no further trials come: then at least one of each rung goes on. */
    readonly sampled: boolean;
    /** True for a trial that has nothing to go on from: it takes no place. */
    readonly isLost: (trial: number, rung: number) => boolean;
  },
): { readonly trial: number; readonly rung: number }[] {
  const found: { trial: number; rung: number }[] = [];
  for (let rung = 1; rung < losses.length; rung++) {
    const [below, here] = [losses[rung - 1]!, losses[rung]!];
    if (below.size === 0) break;
    const places = Math.floor(below.size / reduction);
    // The rungs below may still send more.
    const last = sampled && found.length === 0 ? 1 : 0;
    const free = Math.max(places, last) - here.size;
    const waiting = ranking(below).filter((trial) =>
      !here.has(trial) && !isLost(trial, rung - 1)
    );
    for (const trial of waiting.slice(0, Math.max(0, free))) {
      found.push({ trial, rung });
    }
  }
  return found;
}
