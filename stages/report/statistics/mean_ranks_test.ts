import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { meanRanks, ranksOf } from "./mean_ranks.ts";

Deno.test("ranks of any values sum to those of different ones", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }),
    (values) => {
      const n = values.length;
      const sum = ranksOf(values).reduce((a, b) => a + b);
      assertEquals(sum, n * (n + 1) / 2);
    },
  ));
});

Deno.test("mean ranks have an interval over rounds, where there are three or more", () => {
  const rounds = [[1, 2, 3], [2, 1, 3], [1, 3, 2], [1, 2, 3]];
  const [first, , third] = meanRanks(rounds);
  assertEquals(first!.rank, 1.25);
  const [low, high] = first!.interval!;
  assert(low >= 1 && low < 1.25 && high > 1.25 && high <= 2);
  assertEquals(third!.rank, 2.75);
  assertEquals(meanRanks(rounds.slice(2)).map(({ interval }) => interval), [
    null,
    null,
    null,
  ]);
});
