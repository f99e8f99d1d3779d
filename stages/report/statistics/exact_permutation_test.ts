import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { exactPermutation } from "./exact_permutation.ts";

Deno.test("exactPermutation() counts every division", () => {
  assertEquals(exactPermutation([1, 2, 3], [4, 5, 6]).pValue, 2 / 20);
  assertEquals(
    exactPermutation([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).pValue,
    2 / 252,
  );
  assertEquals(exactPermutation([1, 4], [2, 3]).pValue, 1);
});

Deno.test("exactPermutation() is symmetric and sees equal values as equal", () => {
  const a = [0.1, 0.2, 0.30000000000000004];
  const b = [0.3, 0.7, 0.8, 0.9];
  assertEquals(exactPermutation(a, b).pValue, exactPermutation(b, a).pValue);
  assertEquals(exactPermutation([1, 1, 1], [1, 1, 1]).pValue, 1);
});

Deno.test("exactPermutation() samples where there are too many divisions", () => {
  // Sixteen against sixteen: 6e8 divisions.
  const a = Array.from({ length: 16 }, (_, i) => i);
  const b = a.map((value) => value + 4);
  const { pValue, exact } = exactPermutation(a, b);
  assert(!exact);
  // 400,000 divisions drawn by NumPy: 0.0277 (standard error 0.0003).
  assertAlmostEquals(pValue, 0.0277, 0.002);
  assertEquals(exactPermutation(a, b).pValue, pValue);
});
