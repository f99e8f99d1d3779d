import { assertAlmostEquals, assertEquals } from "@std/assert";
import { welch } from "./welch.ts";

// scipy.stats.ttest_ind(x, y, equal_var=False)
Deno.test("welch() agrees with SciPy where samples differ in size and variance", () => {
  assertAlmostEquals(
    welch([1, 2, 3, 4, 1e3], [3, 5, 4.000001]),
    0.3771433932368621,
    1e-12,
  );
});

Deno.test("welch() agrees with SciPy where means hardly differ", () => {
  assertAlmostEquals(
    welch([1, 2, 3, 4], [1, 2.0000001, 3, 4]),
    0.9999999790368628,
    1e-15,
  );
});

Deno.test("welch() takes a constant sample, and knows nothing of two of them", () => {
  assertAlmostEquals(
    welch([.1, .1, .1], [.1, .2, .3, .4]),
    0.10272807885839899,
    1e-12,
  );
  assertEquals(welch([1, 1], [2, 2]), NaN);
});
