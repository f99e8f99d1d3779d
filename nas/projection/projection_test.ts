import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  bestColumn,
  bestSources,
  decidedGenotype,
  type Decision,
  decisionCount,
  openDecisions,
  projectionOf,
} from "./projection.ts";
import { CELL_KINDS, firstEdge, searchSpace } from "../space/edge_space.ts";

const space = searchSpace("s3", { nodes: 2 });
const [NONE, SKIP, CONV] = [0, 1, 2];

const operation = (edge: number, column: number): Decision => ({
  cell: "normal",
  edge,
  column,
  scores: [],
});
const edges = (node: number, ...sources: number[]): Decision => ({
  cell: "normal",
  node,
  sources,
  scores: [],
});

Deno.test("a decided edge has one weight, an edge that its node drops none, and others are as they are", () => {
  const { normal, reduce } = projectionOf(space, [
    operation(1, SKIP),
    operation(2, CONV),
    operation(4, CONV),
    edges(1, 1, 2),
  ]);
  const row = (flat: Float32Array, edge: number) => [
    ...flat.slice(3 * edge, 3 * edge + 3),
  ];
  const [open, gone] = [[1, 1, 1], [0, 0, 0]];
  assertEquals([0, 1, 2, 3, 4].map((edge) => row(normal.keep, edge)), [
    open,
    gone,
    gone,
    open,
    gone,
  ]);
  assertEquals([0, 1, 2, 3, 4].map((edge) => row(normal.fixed, edge)), [
    gone,
    [0, 1, 0],
    gone,
    gone,
    [0, 0, 1],
  ]);
  assertEquals(new Set(reduce.keep), new Set([1]));
  assertEquals(new Set(reduce.fixed), new Set([0]));
});

Deno.test("edges are open first, then nodes of more than two edges", () => {
  assertEquals(openDecisions(space, "normal", []), { edges: [0, 1, 2, 3, 4] });
  const all = [0, 1, 2, 3, 4].map((edge) => operation(edge, CONV));
  assertEquals(openDecisions(space, "normal", all.slice(1)), { edges: [0] });
  assertEquals(openDecisions(space, "normal", all), { nodes: [1] });
  assertEquals(openDecisions(space, "reduce", all), {
    edges: [0, 1, 2, 3, 4],
  });
  assertEquals(openDecisions(space, "normal", [...all, edges(1, 0, 2)]), {
    nodes: [],
  });
  assertEquals(decisionCount(space), 6);
  // the published cell: 14 edges and 3 nodes
  assertEquals(decisionCount(searchSpace("s1")), 17);
});

Deno.test("what is missed most is kept: none never, the first among equals", () => {
  assertEquals(bestColumn([null, 0.5, 0.3, 0.3]), 2);
  assertEquals(bestColumn([null, 0.3]), 1);
  assertEquals(bestColumn([-2, -1]), 0);
  assertEquals(bestSources([0.5, 0.2, 0.4, 0.1]), [1, 3]);
  assertEquals(bestSources([0.4, 0.4, 0.4]), [0, 1]);
});

Deno.test("all decisions together are a genotype of the space, whatever they are", () => {
  const drawn = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 20, maxLength: 20 }), (n) => {
      let at = 0;
      const decisions = CELL_KINDS.flatMap((cell): Decision[] => [
        ...Array.from({ length: firstEdge(2) }, (_, edge) => ({
          cell,
          edge,
          column: [SKIP, CONV][n[at++]! % 2]!,
          scores: [],
        })),
        {
          cell,
          node: 1,
          sources: [[0, 1], [0, 2], [1, 2]][n[at++]! % 3]!,
          scores: [],
        },
      ]);
      const genotype = decidedGenotype(space, decisions);
      for (const kind of CELL_KINDS) {
        assertEquals(genotype[kind].length, 4);
        assertEquals(genotype[kind].slice(0, 2).map(([, s]) => s), [0, 1]);
        const [, , [, a], [, b]] = genotype[kind] as [
          never,
          never,
          [string, number],
          [string, number],
        ];
        assertEquals(a < b, true);
      }
      assertThrows(
        () => decidedGenotype(space, decisions.slice(1)),
        Error,
        "Decisions are missing in the cell",
      );
    }),
    { numRuns: 30 },
  );
  assertEquals(space.normal[0]![NONE], "none");
});
