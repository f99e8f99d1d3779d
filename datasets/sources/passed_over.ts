/** Number of things that were passed over, by their kind in the plural, such as `hidden files`. */
export type PassedOver = Readonly<Record<string, number>>;

/** Adds up counts; kinds without any are left out. */
export function addPassedOver(...counts: readonly PassedOver[]): PassedOver {
  const sum: Record<string, number> = {};
  for (const [kind, count] of counts.flatMap((own) => Object.entries(own))) {
    if (count > 0) sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}

/**
 * Says what of the files of a data set was passed over; empty for nothing.
 *
 * @example
 * ```ts
 * import { passedOverText } from "./passed_over.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   passedOverText({ "hidden files": 1, "files of other formats": 5 }),
 *   "passed over: 1 hidden file, 5 files of other formats",
 * );
 * ```
 */
export function passedOverText(passedOver: PassedOver): string {
  const text = thingsText(passedOver);
  return text === "" ? "" : `passed over: ${text}`;
}

/** Numbers of things in words, such as `1 hidden file`; empty for nothing. */
export function thingsText(counts: PassedOver): string {
  const kinds = Object.entries(counts).filter(([, count]) => count > 0);
  const number = (value: number) => value.toLocaleString("en-US");
  const named = (kind: string, count: number) =>
    count === 1 ? kind.replace(/s\b/, "") : kind;
  return kinds.map(([kind, count]) => `${number(count)} ${named(kind, count)}`)
    .join(", ");
}
