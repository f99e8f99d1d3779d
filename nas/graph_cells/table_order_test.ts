import { assertEquals, assertThrows } from "@std/assert";
import {
  type EncodedTensor,
  goldenTensor,
  readGolden,
} from "../../test/numerics/golden.ts";
import { deriveGraph, type GraphGenotype } from "../genotype/graph_genotype.ts";
import { graphCellText, parseGraphCellText } from "./graph_cell_text.ts";
import { graphSpace } from "../space/graph_space.ts";
import { codeOf, ofTableIndex, tableIndex, tableOrder } from "./table_order.ts";

const space = graphSpace("nasbench201");
const names = space.edges[0]!;

Deno.test("the order of all architectures is that of the published tables of NAS-Bench-201", () => {
  const { codes, examples } = readGolden<{
    codes: EncodedTensor;
    examples: Record<string, string>;
  }>("nb201_index");
  assertEquals([...tableOrder(space)], [...goldenTensor(codes).data]);
  for (const [index, text] of Object.entries(examples)) {
    const cell = ofTableIndex(space, Number(index));
    assertEquals(graphCellText(cell), text);
    assertEquals(parseGraphCellText(text, names), cell);
    assertEquals(tableIndex(space, cell), Number(index));
  }
  assertThrows(
    () => ofTableIndex(space, 15_625),
    RangeError,
    "Expected an index from 0 to 15624 but found 15625",
  );
});

Deno.test("cells are derived as in the reference, with ties to the first column and none among the operations", () => {
  const { cases } = readGolden<{
    cases: {
      alphas: number[][];
      softmax: number[][];
      string: string;
      index: number;
      code: number;
      nodes: GraphGenotype["nodes"];
    }[];
  }>("nb201_genotype");
  assertEquals(cases.length, 54);
  const order = tableOrder(space);
  for (const { alphas, softmax, string, index, code, nodes } of cases) {
    const cell = deriveGraph(space, { edges: alphas });
    assertEquals(cell, { nodes });
    assertEquals(deriveGraph(space, { edges: softmax }), cell);
    assertEquals(graphCellText(cell), string);
    assertEquals([codeOf(space, cell), order.indexOf(code)], [code, index]);
  }
});

Deno.test("codeOf() refuses cells of other spaces", () => {
  assertThrows(
    () => codeOf(space, { nodes: [[["none", 0]]] }),
    RangeError,
    "Expected 6 edges, as nasbench201 has, but found 1",
  );
  const nodes = ofTableIndex(space, 0).nodes.with(0, [["noise", 0]]);
  assertThrows(
    () => codeOf(space, { nodes }),
    RangeError,
    "but found noise in edge 0",
  );
});

Deno.test("parseGraphCellText() names node and edge of what is wrong", () => {
  const refuse = (text: string, message: string) =>
    assertThrows(() => parseGraphCellText(text, names), TypeError, message);
  refuse("|none~0|+|none~0|", "Expected 2 edges between | but found");
  refuse("none~0", "in node 1");
  refuse("|none~1|", 'with ~0 but found "none~1" in node 1, edge 0');
  refuse("|skip_conect~0|", "(did you mean skip_connect?)");
});
