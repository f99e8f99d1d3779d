/**
 * Says what of the files of a data set was passed over; empty for nothing.
 *
 * @example
 * ```ts
 * import { passedOverText } from "./passed_over.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   passedOverText({ "hidden files": 2, "files of other formats": 5 }),
 *   "passed over: 2 hidden files, 5 files of other formats",
 * );
 * ```
 */
export function passedOverText(
  passedOver: Readonly<Record<string, number>>,
): string {
  const kinds = Object.entries(passedOver).filter(([, count]) => count > 0);
  if (kinds.length === 0) return "";
  const number = (value: number) => value.toLocaleString("en-US");
  return `passed over: ${
    kinds.map(([kind, count]) => `${number(count)} ${kind}`).join(", ")
  }`;
}
