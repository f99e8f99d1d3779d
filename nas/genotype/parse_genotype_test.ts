import {
  formatPythonGenotype,
  parsePythonGenotype,
} from "./python_genotype.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { parseGenotype } from "./parse_genotype.ts";

const cell = [["sep_conv_3x3", 0], ["skip_connect", 1], ["dil_conv_5x5", 2], [
  "max_pool_3x3",
  0,
]];
const valid = {
  normal: cell,
  normal_concat: [2, 3],
  reduce: cell,
  reduce_concat: [3],
};

Deno.test("parseGenotype() accepts every published genotype", () => {
  const { genotypes } = readGolden<{ genotypes: Record<string, unknown> }>(
    "published_genotypes",
  );
  for (const genotype of Object.values(genotypes)) {
    assertEquals(parseGenotype(genotype) as unknown, genotype);
  }
});

Deno.test("parseGenotype() accepts smaller cells and the same source twice", () => {
  assertEquals(parseGenotype(valid) as unknown, valid);
  const twice = [["sep_conv_3x3", 1], ["sep_conv_3x3", 1]];
  const genotype = {
    normal: twice,
    normal_concat: [2],
    reduce: cell,
    reduce_concat: [2, 3],
  };
  assertEquals(parseGenotype(genotype) as unknown, genotype);
});

Deno.test("parseGenotype() gives a copy in a fixed order of keys", () => {
  const { reduce_concat, reduce, normal_concat, normal } = valid;
  const parsed = parseGenotype({
    reduce_concat,
    reduce,
    normal_concat,
    normal,
  });
  assertEquals(JSON.stringify(parsed), JSON.stringify(valid));
  assertEquals(parsed.normal_concat === normal_concat, false);
});

Deno.test("parseGenotype() names what is wrong and where", () => {
  const edge = (value: unknown, index = 2) => ({
    ...valid,
    normal: cell.map((old, i) => i === index ? value : old),
  });
  const operations =
    "noise, max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, sep_conv_7x7, " +
    "dil_conv_3x3, dil_conv_5x5, conv_7x1_1x7, nor_conv_1x1, nor_conv_3x3";
  const keys = "normal, normal_concat, reduce, reduce_concat";
  const cases: [unknown, string][] = [
    [null, `Expected an object with ${keys} but found null in g`],
    [[], `Expected an object with ${keys} but found [] in g`],
    [
      { ...valid, normals: 1 },
      `Expected a key of ${keys} but found normals in g.normals (did you mean normal?)`,
    ],
    [
      { ...valid, reduce: undefined },
      "Expected a list of edges but found nothing in g.reduce",
    ],
    [
      { ...valid, normal: [] },
      "Expected two edges for each node but found 0 edges in g.normal",
    ],
    [
      { ...valid, normal: cell.slice(1) },
      "Expected two edges for each node but found 3 edges in g.normal",
    ],
    [
      edge("x"),
      'Expected [operation, source] for node 1, edge 0 of normal but found "x" in g.normal[2]',
    ],
    [
      edge([1, "none"]),
      "Expected the name of an operation for node 1, edge 0 of normal but found 1 in g.normal[2][0]",
    ],
    [
      edge(["none", 0]),
      'Expected an operation for node 1, edge 0 of normal but found "none" in g.normal[2][0]: none passes nothing on',
    ],
    [
      edge(["sep_conv_1x1", 0], 3),
      `Expected an operation of ${operations} for node 1, edge 1 of normal but found "sep_conv_1x1" in g.normal[3][0]`,
    ],
    [
      edge(["sep_conv3x3", 0]),
      "in g.normal[2][0] (did you mean sep_conv_3x3?)",
    ],
    [
      edge(["noise", 3]),
      "Expected a source from 0 to 2 for node 1, edge 0 of normal but found 3 in g.normal[2][1]",
    ],
    [
      edge(["noise", 2], 1),
      "Expected a source from 0 to 1 for node 0, edge 1 of normal but found 2 in g.normal[1][1]",
    ],
    [edge(["noise", 0.5]), "but found 0.5 in g.normal[2][1]"],
    [edge(["noise", -1]), "but found -1 in g.normal[2][1]"],
    [
      { ...valid, normal_concat: [] },
      "Expected a list of nodes but found [] in g.normal_concat",
    ],
    [
      { ...valid, normal_concat: [1] },
      "Expected a node from 2 to 3 but found 1 in g.normal_concat[0]",
    ],
    [
      { ...valid, reduce_concat: [2, 4] },
      "Expected a node from 2 to 3 but found 4 in g.reduce_concat[1]",
    ],
    [
      { ...valid, reduce_concat: [2, 2] },
      "Expected each node once but found 2 in g.reduce_concat[1]",
    ],
  ];
  for (const [value, message] of cases) {
    const found = assertThrows(() => parseGenotype(value, "g"), TypeError);
    assertStringIncludes(found.message, message);
    // another operation is never proposed
    assertEquals(
      found.message.includes("did you mean"),
      message.includes("did you mean"),
    );
  }
});

Deno.test("parseGenotype() reads a list for each node, one concat for both cells, strengths and a file's genotype", () => {
  const perNode = [cell.slice(0, 2), cell.slice(2)];
  const forms: unknown[] = [
    { ...valid, normal: perNode, reduce: perNode },
    { ...valid, connectN: null, connects: null },
    { ...valid, normal: cell.map(([name, at]) => [name, at, 0.25]) },
    { space: "own", genotype: valid, python: "" },
  ];
  for (const form of forms) {
    assertEquals(parseGenotype(form) as unknown, valid);
  }
  const { normal, reduce } = valid;
  assertEquals(parseGenotype({ normal, reduce, concat: [2, 3] }) as unknown, {
    normal,
    normal_concat: [2, 3],
    reduce,
    reduce_concat: [2, 3],
  });
  const named = [["skip_connect", 3, 2], ["skip_connect", 0, 2], [
    "sep_conv_3x3",
    0,
    2,
  ], ["sep_conv_3x3", 1, 2]];
  // operation, node, source; or operation, source, node
  for (const [a, b] of [[1, 2], [2, 1]] as const) {
    const form = {
      normal: named.map((edge) => [edge[0], edge[a], edge[b]]),
      normal_concat: [2, 3, 4, 5],
      reduce,
      reduce_concat: [2],
    };
    const sparse = parseGenotype(form);
    assertEquals(
      sparse.normal as unknown,
      [...named.slice(1), named[0]!].map(
        ([name, x, y]) => [name, Math.min(+x!, +y!), Math.max(+x!, +y!)],
      ),
    );
    assertEquals(sparse.normal_concat, [2, 3]);
    assertEquals(parsePythonGenotype(formatPythonGenotype(sparse)), sparse);
  }
  const cases: [unknown, string][] = [
    [
      { ...valid, normal: [["skip_connect", 3, 2]] },
      "Expected a source with edges for node 1, edge 0 of normal but found 2 in g.normal[0][2]",
    ],
    [
      { ...valid, normal: [...perNode, cell.slice(0, 1)] },
      "Expected two edges for node 2 of normal but found 1 in g.normal[2]",
    ],
    [
      { ...valid, reduce: [cell.slice(0, 2), [["none", 1], cell[3]]] },
      'for node 1, edge 0 of reduce but found "none" in g.reduce[1][0][0]: none',
    ],
    [
      { ...valid, normal: cell.map(([name, at]) => [name, 2, at]) },
      "Expected a source from 0 to 1 for node 0, edge 2 of normal but found 2 in g.normal[2][2]",
    ],
    [
      { recurrent: [["tanh", 0]], concat: [1] },
      "but found recurrent in g.recurrent: a recurrent cell",
    ],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => parseGenotype(value, "g"), TypeError, message);
  }
});
