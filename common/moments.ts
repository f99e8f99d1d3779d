/** Mean of some values; `NaN` of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sum of the squared distances of some values to their mean. */
export function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

/** Sample standard deviation (n - 1 in the denominator); `null` for fewer than two values. */
export function deviation(values: readonly number[]): number | null {
  return values.length < 2
    ? null
    : Math.sqrt(squares(values) / (values.length - 1));
}

/**
 * Median of some values: the mean of the two in the middle of an even number; `NaN` of none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { median } from "./moments.ts";
 *
 * assertEquals([[3, 1, 2], [4, 1, 2, 10]].map(median), [2, 3]);
 * ```
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
}

/** Least ratio of the ends of a logarithmic scale. */
const LEAST_RATIO = 20;

/**
 * True for numbers that a logarithmic scale spreads better than a linear one: positive ones, the largest at least 20 times
 * the smallest, whose median lies nearer to the middle of the logarithmic scale. Repeated numbers count once.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { looksLogarithmic } from "./moments.ts";
 *
 * const lists = [[0.001, 0.01, 0.1, 0.1], [1, 50, 100], [1, 2, 4, 8], [0, 0.1, 10]];
 * assertEquals(lists.map(looksLogarithmic), [true, false, false, false]);
 * ```
 */
export function looksLogarithmic(numbers: readonly number[]): boolean {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (low <= 0 || high / low < LEAST_RATIO) return false;
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const off = (at: (value: number) => number) =>
    Math.abs((at(middle) - at(low)) / (at(high) - at(low)) - 0.5);
  return off(Math.log) < off((value) => value);
}

/**
 * How many items there are of each kind, in the order in which the kinds come first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { countBy } from "./moments.ts";
 *
 * assertEquals([...countBy(["ab", "c", "de"], (text) => text.length)], [[2, 2], [1, 1]]);
 * ```
 */
export function countBy<T, K>(
  items: Iterable<T>,
  kindOf: (item: T) => K,
): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) {
    const kind = kindOf(item);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Smallest and largest of any number of values; `Math.min` takes some ten thousand.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { extentOf } from "./moments.ts";
 *
 * assertEquals(extentOf([3, 1, 2]), [1, 3]);
 * assertEquals(extentOf(new Array(1_000_000).fill(5)), [5, 5]);
 * ```
 */
export function extentOf(values: Iterable<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * Ranks of values, 1 for the smallest; equal values share the mean of their ranks.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ranksOf } from "./moments.ts";
 *
 * assertEquals(ranksOf([0.3, 0.1, 0.3]), [2.5, 1, 2.5]);
 * ```
 */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index }))
    .sort((a, b) => a.value - b.value);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to]!.value === order[from]!.value) to++;
    for (const { index } of order.slice(from, to)) {
      found[index] = (from + 1 + to) / 2;
    }
    from = to;
  }
  return found;
}
