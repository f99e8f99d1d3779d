import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { evenShares } from "./even_shares.ts";
import { chooseSubset, positionsByClass } from "./subset.ts";

const LABELS = Array.from(
  { length: 1000 },
  (_, at) => (at * 7 + Math.floor(at / 13)) % 10,
);
const base = { classes: 10, stratified: true, seed: 0, name: "train" } as const;

Deno.test("chooseSubset() takes the same share of every class, in file order", () => {
  const chosen = chooseSubset(LABELS, { ...base, count: 200 });
  assertEquals(
    positionsByClass(chosen.map((at) => LABELS[at]!), 10).map((own) =>
      own.length
    ),
    Array(10).fill(20),
  );
  assertEquals(chosen, [...new Set(chosen)].sort((a, b) => a - b));
});

Deno.test("chooseSubset() gives the first classes what is left over", () => {
  const chosen = chooseSubset(LABELS, { ...base, count: 23 });
  assertEquals(
    positionsByClass(chosen.map((at) => LABELS[at]!), 10).map((own) =>
      own.length
    ),
    [3, 3, 3, 2, 2, 2, 2, 2, 2, 2],
  );
});

Deno.test("chooseSubset() holds every smaller subset of the same seed", () => {
  for (const stratified of [true, false]) {
    const large = new Set(
      chooseSubset(LABELS, { ...base, stratified, count: 400 }),
    );
    const small = chooseSubset(LABELS, { ...base, stratified, count: 150 });
    assert(small.every((at) => large.has(at)));
  }
});

Deno.test("chooseSubset() depends on seed and name", () => {
  const choose = (
    change: Partial<typeof base> | { seed: number } | { name: string },
  ) => chooseSubset(LABELS, { ...base, count: 100, ...change });
  assertEquals(choose({}), choose({}));
  assertNotEquals(choose({}), choose({ seed: 1 }));
  assertNotEquals(choose({}), choose({ name: "test" }));
});

Deno.test("chooseSubset() takes all in file order", () => {
  assertEquals(
    chooseSubset(LABELS, { ...base, count: "all" }),
    LABELS.map((_, at) => at),
  );
  assertEquals(
    chooseSubset(LABELS, { ...base, stratified: false, count: 1000 }),
    LABELS.map((_, at) => at),
  );
});

Deno.test("chooseSubset() refuses more images than there are", () => {
  assertThrows(
    () => chooseSubset(LABELS, { ...base, count: 1001 }),
    RangeError,
    "Expected at most 1000 images but found 1001 in train",
  );
  assertThrows(
    () => chooseSubset([0, 0, 0, 1], { ...base, classes: 2, count: 4 }),
    RangeError,
    "Expected at most 1 images of class 1 but found a share of 2 in train",
  );
  assertThrows(
    () => chooseSubset([0, 5], { ...base, classes: 2, count: 2 }),
    RangeError,
    "Expected a label from 0 to 1 but found 5 at position 1",
  );
});

Deno.test("evenShares() adds up and differs by one at most", () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.integer({ min: 1, max: 200 }),
      (count, classes) => {
        const shares = evenShares(count, classes);
        assertEquals(shares.reduce((sum, share) => sum + share, 0), count);
        assert(Math.max(...shares) - Math.min(...shares) <= 1);
      },
    ),
  );
});
