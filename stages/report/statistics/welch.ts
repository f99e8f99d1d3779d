import cephes from "cephes";
import { mean, squares } from "../../../common/moments.ts";

// WebAssembly, compiled once for each process.
await cephes.compiled;

/** Regularised incomplete beta function I_x(a, b). */
const incompleteBeta: (a: number, b: number, x: number) => number =
  cephes.incbet;

/**
 * Welch's t-test of two means, two-sided: for samples whose variances differ (Welch 1947).
 *
 * @param a At least two values.
 * @param b At least two values.
 * @returns The p-value; NaN where nothing varies.
 *
 * @example As SciPy's `ttest_ind(x, y, equal_var=False)`
 * ```ts
 * import { welch } from "./welch.ts";
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(welch([1, 2, 3], [3, 5, 4]), 0.07048399691021993, 1e-12);
 * ```
 */
export function welch(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [squaredError(a), squaredError(b)];
  const both = first + second;
  const t2 = (mean(a) - mean(b)) ** 2 / both;
  const freedom = both ** 2 /
    (first ** 2 / (a.length - 1) + second ** 2 / (b.length - 1));
  // The smaller of the two complements keeps its digits.
  return t2 < freedom
    ? 1 - incompleteBeta(0.5, freedom / 2, t2 / (freedom + t2))
    : incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t2));
}

/** Variance of the mean of a sample. */
function squaredError(values: readonly number[]): number {
  return squares(values) / (values.length - 1) / values.length;
}
