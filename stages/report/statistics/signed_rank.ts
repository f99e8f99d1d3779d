/**
 * Wilcoxon's signed-rank test of paired values, two-sided and exact, also where differences tie: ties share their mean
 * rank, pairs without a difference are left out (Wilcoxon 1945).
 *
 * The time grows with the third power of the number of pairs: a thousand take seconds.
 *
 * @param pairs Values that belong together, such as those of one seed.
 * @returns The p-value; 1 where fewer than two pairs differ, of which both signs are as extreme.
 *
 * @example Three pairs that all differ alike: 2 of 8 signs are as extreme
 * ```ts
 * import { signedRank } from "./signed_rank.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(signedRank([[1, 0], [5, 4], [9, 8]]), 0.25);
 * ```
 */
export function signedRank(
  pairs: readonly (readonly [number, number])[],
): number {
  const differences = pairs.map(([x, y]) => x - y).filter((d) => d !== 0);
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  // twice the ranks: whole numbers, also where two share one
  const ranks = differences.map((d) => {
    const size = Math.abs(d);
    return sizes.indexOf(size) + sizes.lastIndexOf(size) + 2;
  });
  const total = ranks.reduce((a, b) => a + b, 0);
  const distance = (sum: number) => Math.abs(2 * sum - total);
  const observed = distance(
    ranks.reduce((sum, rank, i) => sum + (differences[i]! > 0 ? rank : 0), 0),
  );
  /** Probability of each sum of the ranks that count as positive. */
  let chances = new Float64Array(total + 1);
  chances[0] = 1;
  for (const rank of ranks) {
    chances = chances.map((chance, sum) =>
      (chance + (chances[sum - rank] ?? 0)) / 2
    );
  }
  return chances.reduce(
    (p, chance, sum) => p + (distance(sum) >= observed ? chance : 0),
    0,
  );
}
