/** Letters of a line that stays whole. */
const WHOLE = 240;

/**
 * A line of a stage that is too long to be read, such as a genotype, cut to a length, with the number of letters that are
 * left out. Lines of up to 240 letters stay as they are.
 *
 * @param length Letters of a line that is cut, with that number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { foldLine } from "./fold_line.ts";
 *
 * assertEquals(foldLine("x".repeat(240), 40).length, 240);
 * assertEquals(foldLine("genotype " + "x".repeat(291), 40), "genotype xxxxxxxxxxxxxxxxx ... 274 more");
 * ```
 */
export function foldLine(line: string, length: number): string {
  const letters = [...line];
  if (letters.length <= WHOLE) return line;
  const kept = Math.max(16, length - 14);
  return `${letters.slice(0, kept).join("")} ... ${letters.length - kept} more`;
}
