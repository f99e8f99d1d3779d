import { mean, ranksOf } from "../../../common/moments.ts";

/**
 * Spearman's rank correlation of pairs: 1 where both rise together, -1 where one falls as the other rises. Equal values
 * share the mean of their ranks. Logarithms of one side change nothing.
 *
 * @param pairs Pairs of finite numbers.
 * @returns From -1 to 1; `null` for fewer than three pairs, or where one side has a single value.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rankCorrelation } from "./rank_correlation.ts";
 *
 * assertEquals(rankCorrelation([[1, 1], [2, 10], [3, 100]]), 1);
 * assertEquals(rankCorrelation([[1, 5], [2, 5], [3, 5]]), null);
 * ```
 */
export function rankCorrelation(
  pairs: readonly (readonly [number, number])[],
): number | null {
  if (pairs.length < 3) return null;
  const [a, b] = [0, 1].map((side) =>
    ranksOf(pairs.map((pair) => pair[side]!))
  );
  const centre = mean(a!);
  let [both, left, right] = [0, 0, 0];
  pairs.forEach((_, index) => {
    const [x, y] = [a![index]! - centre, b![index]! - centre];
    both += x * y;
    left += x * x;
    right += y * y;
  });
  return left === 0 || right === 0 ? null : both / Math.sqrt(left * right);
}
