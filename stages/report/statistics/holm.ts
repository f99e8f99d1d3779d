/**
 * Holm's step-down correction of p-values for several tests (Holm 1979).
 *
 * @param pValues One for each test.
 * @returns Corrected values in the same order, at most 1.
 *
 * @example
 * ```ts
 * import { holm } from "./holm.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index)
    .sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, pValues[index]! * (pValues.length - rank));
    corrected[index] = Math.min(1, largest);
  });
  return corrected;
}
