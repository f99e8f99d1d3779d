import { assertEquals, assertStringIncludes } from "@std/assert";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { cellDot, graphCellDot } from "./draw_cell.ts";
import type { Genotype } from "./genotype.ts";
import { publishedGenotype } from "./published.ts";

interface Drawing {
  objects: { name: string }[];
  edges: { tail: number; head: number; label?: string; style?: string }[];
}

const { genotype } = publishedGenotype("sdarts-adv-c10-s5");
const graphviz = await Graphviz.load();

/** Edges of the laid-out graph as [source, target, label]. */
function draw(cell: Genotype, kind: "normal" | "reduce") {
  const { objects, edges }: Drawing = JSON.parse(
    graphviz.layout(cellDot(cell, kind), "json", "dot"),
  );
  return {
    names: objects.map(({ name }) => name),
    edges: edges.map((
      { tail, head, label, style },
    ) => [objects[tail]!.name, objects[head]!.name, label, style]),
  };
}

Deno.test("cellDot() draws every chosen edge and every concatenated node", () => {
  for (const kind of ["normal", "reduce"] as const) {
    const { names, edges } = draw(genotype, kind);
    assertEquals(names, ["c_{k-2}", "c_{k-1}", "0", "1", "2", "3", "c_k"]);
    const expected = genotype[kind].map((
      [operation, source],
      index,
    ) => [names[source], String(index >> 1), operation]);
    const labelled = edges.filter(([, , label]) => label).map((
      edge,
    ) => edge.slice(0, 3));
    const byText = (list: unknown[][]) => list.map(String).sort();
    assertEquals(byText(labelled), byText(expected));
    assertEquals(
      edges.filter(([, head]) => head === "c_k").map(([tail]) => tail).sort(),
      ["0", "1", "2", "3"],
    );
  }
});

Deno.test("cellDot() draws small cells, double edges and every operation", () => {
  const cell = [["noise", 0], ["noise", 0], ["conv_7x1_1x7", 2], [
    "max_pool_3x3",
    1,
  ]] as const;
  const small: Genotype = {
    normal: cell,
    normal_concat: [3],
    reduce: cell,
    reduce_concat: [2, 3],
  };
  const { names, edges } = draw(small, "normal");
  assertEquals(names.length, 5);
  assertEquals(
    edges.filter(([tail, head]) => tail === "c_{k-2}" && head === "0").length,
    2,
  );
  assertEquals(edges.filter(([, head]) => head === "c_k").length, 1);
  assertEquals(
    edges.find(([, , label]) => label === "max_pool_3x3")?.[3],
    "dashed",
  );
  assertEquals(
    edges.find(([, , label]) => label === "conv_7x1_1x7")?.[3],
    "solid",
  );
});

Deno.test("cellDot() gives the same text for the same cell", () => {
  assertEquals(
    cellDot(genotype, "normal"),
    cellDot(structuredClone(genotype), "normal"),
  );
  assertStringIncludes(cellDot(genotype, "reduce"), 'digraph "reduce" {');
});

Deno.test("graphCellDot() draws the edges of a graph cell but those with none, and all nodes", () => {
  const nodes = [[["none", 0]], [["nor_conv_3x3", 0], [
    "skip_connect",
    1,
  ]]] as const;
  const { objects, edges }: Drawing = JSON.parse(
    graphviz.layout(graphCellDot({ nodes }), "json", "dot"),
  );
  assertEquals(objects.map(({ name }) => name), ["0", "1", "2"]);
  assertEquals(
    edges.map(({ tail, head, label, style }) => [tail, head, label, style]),
    [[0, 2, "nor_conv_3x3", "solid"], [1, 2, "skip_connect", "dashed"]],
  );
});
