import wilcoxon from "@stdlib/stats-wilcoxon";

const MOST_EXACT = 18;

/**
 * Wilcoxon's signed-rank test of paired values, two-sided and exact for up to 18 pairs also where differences tie:
 * tied ones share their mean rank, pairs without a difference are left out (Wilcoxon 1945).
 *
 * @param pairs Values that belong together, such as those of one seed.
 * @returns The p-value; 1 where fewer than two pairs differ.
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
  // A single one says nothing: both of its signs are as extreme. The library refuses it.
  if (sizes.length < 2) return 1;
  const tied = new Set(sizes).size < sizes.length;
  if (!tied || sizes.length > MOST_EXACT) {
    return wilcoxon(differences).pValue;
  }
  const ranks = differences.map((d) => {
    const size = Math.abs(d);
    return (sizes.indexOf(size) + sizes.lastIndexOf(size)) / 2 + 1;
  });
  const centre = ranks.reduce((a, b) => a + b, 0) / 2;
  const distance = (sign: (index: number) => boolean) =>
    Math.abs(
      ranks.reduce((sum, rank, i) => sum + (sign(i) ? rank : 0), 0) - centre,
    );
  const observed = distance((i) => differences[i]! > 0);
  const count = 2 ** ranks.length;
  let extreme = 0;
  for (let signs = 0; signs < count; signs++) {
    if (distance((i) => (signs >> i & 1) === 1) >= observed) extreme++;
  }
  return extreme / count;
}
