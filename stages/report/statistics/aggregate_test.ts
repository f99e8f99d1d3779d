import { assertAlmostEquals, assertEquals } from "@std/assert";
import { aggregate } from "./aggregate.ts";

Deno.test("aggregate() gives mean, sample deviation and range", () => {
  const { n, mean, std, min, max } = aggregate([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals([n, mean, min, max], [8, 5, 2, 9]);
  assertAlmostEquals(std!, Math.sqrt(32 / 7), 1e-12);
});

Deno.test("aggregate() leaves the deviation of a single value open", () => {
  assertEquals(aggregate([3]), {
    n: 1,
    mean: 3,
    std: null,
    min: 3,
    max: 3,
    interval: null,
  });
});

Deno.test("aggregate() passes over values that are missing or not finite", () => {
  const none = {
    n: 0,
    mean: null,
    std: null,
    min: null,
    max: null,
    interval: null,
  };
  assertEquals(aggregate([]), none);
  assertEquals(aggregate([null, undefined, NaN, Infinity]), none);
  assertEquals(aggregate([null, 1, NaN, 1]), {
    n: 2,
    mean: 1,
    std: 0,
    min: 1,
    max: 1,
    interval: null,
  });
});

Deno.test("aggregate() gives an interval from three values on", () => {
  assertEquals(aggregate([2, 2, 2, null]).interval, [2, 2]);
});
