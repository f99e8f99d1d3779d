/**
 * How many items there are of each kind, in the order in which the kinds come first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { countBy } from "./count_by.ts";
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
