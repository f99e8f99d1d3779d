/**
 * The known word nearest to a mistyped one, by edit distance with swaps of neighbours.
 *
 * @param word What was found.
 * @param known What is allowed.
 * @returns The nearest word, or `undefined` when none is near enough to be meant.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nearest("sdart-rs", ["darts", "sdarts-rs"]), "sdarts-rs");
 * assertEquals(nearest("zebra", ["darts", "sdarts-rs"]), undefined);
 * ```
 */
export function nearest(
  word: string,
  known: Iterable<string>,
): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    // The distance is never less than this.
    if (Math.abs(word.length - candidate.length) >= bestDistance) continue;
    const distance = word.toLowerCase() === candidate.toLowerCase()
      ? 0
      : editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The text ` (did you mean x?)`, or nothing when no known word is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === undefined ? "" : ` (did you mean ${near}?)`;
}

/**
 * The message for a name that is none of the known ones.
 *
 * @param options `what`: what the name was expected to be; `known`: the names that are allowed.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   unknownName("--jsn", { what: "a flag", known: ["--json", "--all"] }),
 *   "Expected a flag (--json, --all) but found --jsn (did you mean --json?)",
 * );
 * ```
 */
export function unknownName(
  found: string,
  { what, known }: { readonly what: string; readonly known: readonly string[] },
): string {
  return `Expected ${what} (${known.join(", ")}) but found ${found}${
    didYouMean(found, known)
  }`;
}

/** Optimal string alignment distance. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      ) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
