import { rankCorrelation } from "../../../pipeline/cache/metrics/rank_correlation.ts";

/** Fewest pairs for an interval: with fewer it says nothing. */
export const FEWEST_PAIRS = 5;

/** A rank correlation with its interval. */
export interface RankInterval {
  /** Number of pairs. */
  readonly n: number;
  /** Spearman's rho, -1 to 1. */
  readonly rho: number;
  /** Approximate 95 % interval. */
  readonly interval: readonly [number, number];
}

/** The 97.5 % quantile of the normal distribution. */
const NORMAL = 1.959963984540054;

/**
 * Spearman's rank correlation of paired values with an interval: that of Fisher's z with the standard error of Bonett
 * and Wright (2000), sqrt((1 + rho² / 2) / (n - 3)). It describes, and is approximate where many values are equal.
 *
 * @param pairs Values that belong together, such as those of one search.
 * @returns The correlation; `null` for fewer than {@linkcode FEWEST_PAIRS} pairs and where one side does not vary.
 *
 * @example
 * ```ts
 * import { rankInterval } from "./rank_interval.ts";
 * import { assertEquals } from "@std/assert";
 * const pairs = [[1, 1], [2, 4], [3, 9], [4, 16], [5, 25]] as const;
 * assertEquals(rankInterval(pairs), { n: 5, rho: 1, interval: [1, 1] });
 * assertEquals(rankInterval(pairs.slice(1)), null);
 * ```
 */
export function rankInterval(
  pairs: readonly (readonly [number, number])[],
): RankInterval | null {
  const n = pairs.length;
  if (n < FEWEST_PAIRS) return null;
  const rho = rankCorrelation(pairs);
  if (rho === null) return null;
  const reach = NORMAL * Math.sqrt((1 + rho ** 2 / 2) / (n - 3));
  // Rounding may have left the range by a last bit.
  const z = Math.atanh(Math.min(1, Math.max(-1, rho)));
  return { n, rho, interval: [Math.tanh(z - reach), Math.tanh(z + reach)] };
}
