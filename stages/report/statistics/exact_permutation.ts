import { randomStream } from "../../../engine/philox.ts";

/** Result of a permutation test. */
export interface Permutation {
  /** Two-sided p-value. */
  readonly pValue: number;
  /** True when every division into groups was counted. */
  readonly exact: boolean;
}

const MOST_EXACT = 200_000;
const DRAWS = 100_000;

/** True where every division into groups of these sizes is counted. */
export function isExact(a: number, b: number): boolean {
  return choices(a + b, a) <= MOST_EXACT;
}

/**
 * Permutation test of the difference of two means: the share of divisions into groups of these sizes whose difference
 * is at least as large as the observed one (two-sided). Exact up to 200,000 divisions; beyond, 100,000 random ones
 * from a fixed stream, with the observed division counted in (Phipson and Smyth 2010).
 *
 * @param a Values of one group.
 * @param b Values of the other.
 *
 * @example Completely separate groups of three: 2 of 20 divisions are as extreme
 * ```ts
 * import { exactPermutation } from "./exact_permutation.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(exactPermutation([1, 2, 3], [4, 5, 6]), { pValue: 0.1, exact: true });
 * ```
 */
export function exactPermutation(
  a: readonly number[],
  b: readonly number[],
): Permutation {
  const all = [...a, ...b];
  const total = all.reduce((sum, value) => sum + value, 0);
  const difference = (sum: number) =>
    Math.abs(sum / a.length - (total - sum) / b.length);
  const observed = difference(a.reduce((sum, value) => sum + value, 0));
  // Sums in another order differ in their last bits: such a division counts as equal.
  const least = observed - 1e-12 * (1 + observed);
  if (isExact(a.length, b.length)) {
    let extreme = 0;
    let count = 0;
    const walk = (index: number, left: number, sum: number) => {
      if (left === 0) {
        count++;
        if (difference(sum) >= least) extreme++;
        return;
      }
      for (let i = index; i <= all.length - left; i++) {
        walk(i + 1, left - 1, sum + all[i]!);
      }
    };
    walk(0, a.length, 0);
    return { pValue: extreme / count, exact: true };
  }
  const random = randomStream({ seed: 0, stream: "permutation" });
  let extreme = 1;
  for (let draw = 0; draw < DRAWS; draw++) {
    // The first steps of a Fisher-Yates shuffle choose a group.
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      const j = i + random.below(all.length - i);
      [all[i], all[j]] = [all[j]!, all[i]!];
      sum += all[i]!;
    }
    if (difference(sum) >= least) extreme++;
  }
  return { pValue: extreme / (DRAWS + 1), exact: false };
}

function choices(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = count * (n - k + i) / i;
  return count;
}
