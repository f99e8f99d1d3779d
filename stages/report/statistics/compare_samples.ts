import { FEWEST } from "./bootstrap_interval.ts";
import { hedgesG } from "./effect_size.ts";
import { exactPermutation } from "./exact_permutation.ts";
import { signedRank } from "./signed_rank.ts";
import { mean } from "../../../common/moments.ts";
import { welch } from "./welch.ts";

/** Difference of two methods in a metric over seeds. */
export interface Comparison {
  /** Number of seeds of each. */
  readonly n: readonly [number, number];
  /** Mean of the first less mean of the second. */
  readonly difference: number;
  /** Hedges' g; `null` when nothing varies. */
  readonly effect: number | null;
  /** Welch's t-test, two-sided; `null` when nothing varies. */
  readonly welch: number | null;
  /** Permutation test of the difference of means, two-sided. */
  readonly permutation: number;
  /** Wilcoxon's signed-rank test over the seeds that both have; `null` for fewer than {@linkcode FEWEST} such pairs. */
  readonly wilcoxon: number | null;
}

/** Values by seed; the seeds pair two methods. */
export type SeedValues = ReadonlyMap<string, number>;

/**
 * Compares two methods over seeds.
 *
 * @param a Values of the first by seed.
 * @param b Values of the second by seed.
 * @returns The comparison; `null` if one method has fewer than {@linkcode FEWEST} values.
 *
 * @example
 * ```ts
 * import { compareSamples } from "./compare_samples.ts";
 * import { assertEquals } from "@std/assert";
 * const sample = (values: number[]) => new Map(values.map((value, i) => [String(i), value]));
 * assertEquals(compareSamples(sample([4, 5, 6]), sample([1, 2, 3]))!.permutation, 0.1);
 * assertEquals(compareSamples(sample([4, 5]), sample([1, 2, 3])), null);
 * ```
 */
export function compareSamples(
  a: SeedValues,
  b: SeedValues,
): Comparison | null {
  const first = [...a.values()];
  const second = [...b.values()];
  if (first.length < FEWEST || second.length < FEWEST) return null;
  const varies = new Set(first).size > 1 || new Set(second).size > 1;
  return {
    n: [first.length, second.length],
    difference: mean(first) - mean(second),
    effect: hedgesG(first, second),
    welch: varies ? welch(first, second) : null,
    permutation: exactPermutation(first, second).pValue,
    wilcoxon: pairedTest(a, b),
  };
}

function pairedTest(a: SeedValues, b: SeedValues): number | null {
  const pairs = [...a].flatMap(([seed, value]) => {
    const other = b.get(seed);
    return other === undefined ? [] : [[value, other] as const];
  });
  return pairs.length < FEWEST ? null : signedRank(pairs);
}
