import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { parseGenotype } from "./parse_genotype.ts";
import { randomGenotype } from "./random_genotype.ts";
import { searchSpace, SPACE_NAMES } from "../space/edge_space.ts";

Deno.test("randomGenotype() gives architectures of the space, a function of the seed", () => {
  for (const name of SPACE_NAMES) {
    const space = searchSpace(name);
    for (let seed = 0; seed < 50; seed++) {
      const genotype = randomGenotype(space, seed);
      assertEquals(parseGenotype(genotype), genotype);
      for (const kind of ["normal", "reduce"] as const) {
        genotype[kind].forEach(([operation, source], at) => {
          const node = Math.floor(at / 2);
          const edge = node * (node + 3) / 2 + source;
          assert(space[kind][edge]!.includes(operation), `${name} ${edge}`);
        });
        for (let node = 0; node < 4; node++) {
          const [a, b] = genotype[kind].slice(2 * node, 2 * node + 2);
          assert(a![1] !== b![1]);
        }
      }
      assertEquals(randomGenotype(space, seed), genotype);
    }
    assertNotEquals(randomGenotype(space, 0), randomGenotype(space, 1));
  }
});

Deno.test("randomGenotype() draws every choice about as often", () => {
  const space = searchSpace("s2");
  const counts = new Map<string, number>();
  const draws = 4000;
  for (let seed = 0; seed < draws; seed++) {
    for (
      const [operation, source] of randomGenotype(space, seed).normal.slice(
        2,
        4,
      )
    ) {
      const key = `${operation} ${source}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  // the second node: three sources, each taken in two of three draws, with one of two operations
  assertEquals(counts.size, 6);
  for (const count of counts.values()) {
    // five standard deviations
    assert(Math.abs(count - draws / 3) < 5 * Math.sqrt(draws * 2 / 9));
  }
});
