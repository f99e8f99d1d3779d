import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import { graphSpace } from "../space/graph_space.ts";
import { discreteMixtures, genotypeTrouble } from "./discrete_mixtures.ts";
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

Deno.test("the mixture of a graph cell has a 1 for each edge, also for none", () => {
  const space = graphSpace("nasbench201");
  const cell: GraphGenotype = {
    nodes: [
      [["skip_connect", 0]],
      [["skip_connect", 0], ["skip_connect", 1]],
      [["none", 0], ["nor_conv_1x1", 1], ["none", 2]],
    ],
  };
  const [mixture, ...more] = discreteMixtures(space, cell);
  assertEquals(more, []);
  const columns = Array.from(
    { length: 6 },
    (_, edge) => mixture!.subarray(5 * edge, 5 * edge + 5).indexOf(1),
  );
  assertEquals(columns, [1, 1, 1, 0, 2, 0]);
  assertEquals(mixture!.reduce((a, b) => a + b), 6);
  const edges = searchSpace("s2");
  assertMatch(genotypeTrouble(edges, cell)!, /but found a graph cell$/);
  assertMatch(
    genotypeTrouble(space, { nodes: cell.nodes.slice(0, 2) })!,
    /^Expected a cell of 6 edges, .* but found one of 3$/,
  );
  const nodes = cell.nodes.with(0, [["noise", 0]]);
  assertMatch(genotypeTrouble(space, { nodes })!, /but found noise in edge 0$/);
});
