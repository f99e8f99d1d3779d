import { assertEquals, assertThrows } from "@std/assert";
import { discreteMixtures } from "./discrete_mixtures.ts";
import { randomGenotype } from "../genotype/random_genotype.ts";
import { CELL_KINDS, firstEdge, searchSpace } from "../space/edge_space.ts";

Deno.test("discreteMixtures() has one weight for each chosen edge, where the genotype has it", () => {
  for (const name of ["s1", "s3", "darts"] as const) {
    const space = searchSpace(name);
    for (const seed of [0, 1, 2]) {
      const genotype = randomGenotype(space, seed);
      const found = discreteMixtures(space, genotype);
      CELL_KINDS.forEach((kind, at) => {
        const columns = space[kind][0]!.length;
        const chosen = [...found[at]!].flatMap((weight, i) =>
          weight === 1
            ? [[
              Math.floor(i / columns),
              space[kind][Math.floor(i / columns)]![i % columns],
            ]]
            : []
        );
        assertEquals(
          chosen.sort(),
          genotype[kind].map(([operation, source], i) => [
            firstEdge(Math.floor(i / 2)) + source,
            operation,
          ]).sort(),
        );
        assertEquals(found[at]!.length, space[kind].length * columns);
      });
    }
  }
});

Deno.test("discreteMixtures() refuses an architecture of another space, and weights of edges", () => {
  const genotype = randomGenotype(searchSpace("darts"), 0);
  assertThrows(
    () => discreteMixtures(searchSpace("s3"), genotype),
    RangeError,
    "Expected an edge of s3 with",
  );
  assertThrows(
    () =>
      discreteMixtures(
        { ...searchSpace("darts"), mixture: "partial" },
        genotype,
      ),
    RangeError,
    "partial channels",
  );
});
