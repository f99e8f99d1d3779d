import { assertEquals, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { PUBLISHED_RECURRENT } from "./published_recurrent.ts";
import {
  deriveRecurrent,
  type RecurrentGenotype,
} from "./recurrent_genotype.ts";

Deno.test("deriveRecurrent() derives the reference's cells", () => {
  const { cases } = readGolden<
    { cases: ({ alphas: number[][] } & RecurrentGenotype)[] }
  >("rnn_genotype");
  for (const { alphas, recurrent, concat } of cases) {
    assertEquals(deriveRecurrent(alphas, 8), { recurrent, concat });
  }
});

Deno.test("deriveRecurrent() refuses alphas of other nodes or operations", () => {
  const rows = (count: number, columns: number) =>
    Array.from({ length: count }, () => Array<number>(columns).fill(0));
  assertThrows(
    () => deriveRecurrent(rows(35, 5), 8),
    RangeError,
    "Expected 36 rows of 5 alphas but found 35 of 5",
  );
  assertThrows(
    () => deriveRecurrent(rows(3, 4), 2),
    RangeError,
    "Expected 3 rows of 5 alphas but found 3 of 4",
  );
});

Deno.test("the published recurrent cells are the reference's", () => {
  const { published } = readGolden<
    { published: Record<string, RecurrentGenotype> }
  >("rnn_genotype");
  assertEquals(
    Object.fromEntries(
      Object.values(PUBLISHED_RECURRENT).map(({ reference, genotype }) => [
        reference,
        genotype,
      ]),
    ),
    published as object,
  );
});
