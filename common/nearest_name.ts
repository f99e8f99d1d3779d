/** Edits (insert, delete, replace) between two texts. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/**
 * The known name that somebody most likely meant, or `undefined` when none is near (more than two fifths of its
 * letters differ).
 *
 * @example A typing error
 * ```ts
 * import { nearestName } from "./nearest_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nearestName("sep_con_3x3", ["sep_conv_3x3", "skip_connect"]), "sep_conv_3x3");
 * ```
 */
export function nearestName(
  name: string,
  known: readonly string[],
): string | undefined {
  let best: { name: string; edits: number } | undefined;
  // A longer text than this is no slip of the fingers, and would be slow to compare.
  if (name.length > 100) return undefined;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || edits < best.edits) {
      best = { name: candidate, edits };
    }
  }
  return best !== undefined && best.edits <= 0.4 * best.name.length
    ? best.name
    : undefined;
}

/** The end of an error message: `: did you mean x?`, or nothing when no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `: did you mean ${nearest}?`;
}
