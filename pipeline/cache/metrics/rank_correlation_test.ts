import { assertAlmostEquals, assertEquals } from "@std/assert";
import { rankCorrelation } from "./rank_correlation.ts";

Deno.test("rankCorrelation() shares ranks of equal values and ignores scale", () => {
  // scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 4, 4, 9])
  const pairs = [[1, 3], [2, 1], [2, 4], [4, 4], [5, 9]] as const;
  assertAlmostEquals(rankCorrelation(pairs)!, 0.7631578947368421, 1e-12);
  assertAlmostEquals(
    rankCorrelation(pairs.map(([a, b]) => [Math.log(a), -b] as const))!,
    -0.7631578947368421,
    1e-12,
  );
  assertEquals(rankCorrelation([[1, 2], [2, 1]]), null);
});
