import { assert, assertEquals } from "@std/assert";
import { meanRanks } from "./mean_ranks.ts";

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
