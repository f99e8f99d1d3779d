/**
 * A line of a stage cut to a length, with the number of letters that are left out.
 *
 * @param most Letters to keep with that number, at least 30.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldLine } from "./fold_line.ts";
 *
 * assertEquals(foldLine("epoch 3", 40), "epoch 3");
 * assertEquals(foldLine("genotype " + "x".repeat(91), 40), "genotype xxxxxxxxxxxxxxxxx ... 74 more");
 * ```
 */
export function foldLine(line: string, most: number): string {
  const letters = [...line];
  if (letters.length <= most) return line;
  const kept = Math.max(16, most - 14);
  return `${letters.slice(0, kept).join("")} ... ${letters.length - kept} more`;
}
