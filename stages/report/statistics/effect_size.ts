import { mean, squares } from "../../../common/moments.ts";

/**
 * Hedges' g: difference of two means in units of their pooled standard deviation, with the correction for small
 * samples J = 1 - 3 / (4 (n + m) - 9) (Hedges 1981).
 *
 * @param a Values of one group, at least two.
 * @param b Values of the other, at least two.
 * @returns The effect, positive where `a` is larger; `null` when nothing varies.
 *
 * @example
 * ```ts
 * import { hedgesG } from "./effect_size.ts";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(hedgesG([4, 5, 6], [1, 2, 3])!, 3 * 0.8, 1e-12);
 * ```
 */
export function hedgesG(
  a: readonly number[],
  b: readonly number[],
): number | null {
  const freedom = a.length + b.length - 2;
  const pooled = (squares(a) + squares(b)) / freedom;
  if (!(pooled > 0)) return null;
  const correction = 1 - 3 / (4 * (a.length + b.length) - 9);
  return correction * (mean(a) - mean(b)) / Math.sqrt(pooled);
}
