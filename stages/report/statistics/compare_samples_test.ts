import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compareSamples } from "./compare_samples.ts";

function sample(values: readonly number[]): Map<string, number> {
  return new Map(values.map((value, seed) => [String(seed), value]));
}

Deno.test("compareSamples() agrees with SciPy", () => {
  // ttest_ind(x, y, equal_var=False) and wilcoxon(x, y)
  const clear = compareSamples(
    sample([.162, .166, .171, .158, .169]),
    sample([.104, .101, .11, .099, .107]),
  )!;
  assertAlmostEquals(clear.welch!, 6.160829962215337e-8, 1e-15);
  assertAlmostEquals(clear.wilcoxon!, 0.0625, 1e-12);
  assertAlmostEquals(clear.permutation, 2 / 252, 1e-12);
  const unclear = compareSamples(
    sample([.52, .55, .5, .61, .58]),
    sample([.53, .52, .49, .6, .55]),
  )!;
  assertAlmostEquals(unclear.welch!, 0.6179852888534079, 1e-12);
});

Deno.test("compareSamples() calls fewer than three seeds too few", () => {
  assertEquals(compareSamples(sample([1, 2]), sample([3, 4, 5])), null);
  assertEquals(compareSamples(sample([3, 4, 5]), sample([1, 2])), null);
});

Deno.test("compareSamples() pairs by seed, not by order", () => {
  const a = new Map([["0", 1], ["1", 5], ["2", 9], ["3", 2]]);
  const b = new Map([["3", 1], ["2", 8], ["1", 4], ["0", 0]]);
  // Every pair differs by one: 2 of 16 signs are as extreme.
  assertAlmostEquals(compareSamples(a, b)!.wilcoxon!, 2 / 16, 1e-12);
});

Deno.test("compareSamples() says nothing of pairs that are too few", () => {
  const a = new Map([["0", 1], ["1", 5], ["2", 9]]);
  const b = new Map([["2", 1], ["3", 8], ["4", 4]]);
  assertEquals(compareSamples(a, b)!.wilcoxon, null);
});

Deno.test("compareSamples() of equal constants", () => {
  const { difference, effect, welch, permutation, wilcoxon } = compareSamples(
    sample([1, 1, 1]),
    sample([1, 1, 1]),
  )!;
  assertEquals([difference, effect, welch, permutation, wilcoxon], [
    0,
    null,
    null,
    1,
    1,
  ]);
});
