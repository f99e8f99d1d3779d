import { assertEquals } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "../genotype/python_genotype.ts";
import { withMixtures } from "../relaxations/relaxed.ts";
import { relaxation as sigmoid } from "../relaxations/sigmoid.ts";
import { searchSpace } from "../space/edge_space.ts";
import { selectedGenotype } from "./selected_genotype.ts";
import { selection as strength } from "./strength.ts";
import { selection as sparse } from "./threshold.ts";
import { selection as onEdges } from "./threshold_edges.ts";
import { thresholdSelection } from "./threshold_selection.ts";

/** Operation, node and source. */
type Triple = [string, number, number];

const space = searchSpace("darts");
const { derivation } = readGolden<{
  derivation: {
    alphas: number[][];
    darts: [string, number][];
    threshold_sparse: Triple[];
    threshold_edge: Triple[];
  }[];
}>("fairdarts");

/** Alphas of both cells with their sigmoids. */
const fair = (normal: number[][], reduce = normal) =>
  withMixtures(sigmoid, space, { normal, reduce });

Deno.test("selections by strength and by thresholds are the reference's on sigmoid weights", () => {
  assertEquals(derivation.length, 24);
  for (const { alphas, darts, ...golden } of derivation) {
    const weighed = fair(alphas);
    assertEquals(strength.edges(space, weighed, "normal"), darts);
    for (
      const [{ edges }, triples] of [
        [sparse, golden.threshold_sparse],
        [onEdges, golden.threshold_edge],
      ] as const
    ) {
      assertEquals(
        edges(space, weighed, "reduce"),
        triples.map(([operation, node, source]) => [operation, source, node]),
      );
    }
  }
});

Deno.test("a selected genotype leaves out what reads a node without edges, and has pairs where all nodes of both cells have two", () => {
  const off = space.normal.map((row) => row.map(() => -9));
  const cell = (...edges: [edge: number, column: number][]) =>
    off.map((row, at) =>
      row.map((alpha, column) =>
        edges.some(([edge, of]) => edge === at && of === column) ? 9 : alpha
      )
    );
  const lowest = thresholdSelection({
    name: "low",
    edges: "strongest",
    threshold: 0,
  });
  const found = (normal: number[][]) =>
    selectedGenotype(sparse, space, fair(normal, off));
  // node 2 reads node 1, which reads node 0, which has no edge; node 3 reads an input
  assertEquals(found(cell([4, 2], [8, 2], [9, 3])), {
    normal: [["sep_conv_3x3", 0, 5]],
    normal_concat: [5],
    reduce: [],
    reduce_concat: [],
  });
  const mixed = selectedGenotype(
    sparse,
    searchSpace("darts", { nodes: 1 }),
    withMixtures(sigmoid, searchSpace("darts", { nodes: 1 }), {
      normal: cell([0, 2], [1, 3]).slice(0, 2),
      reduce: cell([1, 3]).slice(0, 2),
    }),
  );
  assertEquals(mixed.normal, [["skip_connect", 0, 2], ["sep_conv_3x3", 1, 2]]);
  assertEquals(mixed.reduce, [["sep_conv_3x3", 1, 2]]);
  assertEquals(parsePythonGenotype(formatPythonGenotype(mixed)), mixed);
  const { normal, normal_concat } = selectedGenotype(lowest, space, fair(off));
  assertEquals(normal.map((edge) => edge.length), new Array(8).fill(2));
  assertEquals(normal_concat, [2, 3, 4, 5]);
});
