import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readGolden } from "../../test/numerics/golden.ts";
import { deriveGenotype, type Genotype } from "./genotype.ts";
import { randomGenotype } from "./random_genotype.ts";
import { restrictedGenotype } from "./restricted_genotype.ts";
import {
  firstEdge,
  type SearchSpace,
  searchSpace,
  SPACE_NAMES,
  type SpaceName,
} from "../space/edge_space.ts";
import type { Primitive } from "../space/primitives.ts";

interface GoldenCase {
  space: string;
  note: string;
  alphas_normal: number[][];
  alphas_reduce: number[][];
  primitives?: Primitive[][];
  genotype: unknown;
}

const { cases } = readGolden<{ cases: GoldenCase[] }>("genotype");
const spaceNames: Record<string, SpaceName> = {
  s5: "darts",
  "darts8(none first)": "darts8",
};
const regular = cases.filter(({ space }) => space !== "custom-hetero");

Deno.test("deriveGenotype() covers the 22 regular golden cases and the one with the reference's error", () => {
  assertEquals([regular.length, cases.length], [22, 23]);
});

for (const [index, golden] of regular.entries()) {
  Deno.test(`deriveGenotype() equals the reference in golden case ${index}: ${golden.space}, ${golden.note}`, () => {
    const space = searchSpace(
      spaceNames[golden.space] ?? golden.space as SpaceName,
    );
    const alphas = {
      normal: golden.alphas_normal,
      reduce: golden.alphas_reduce,
    };
    assertEquals(deriveGenotype(space, alphas) as unknown, golden.genotype);
  });
}

Deno.test("deriveGenotype() excludes none by each edge's own list where the reference uses another edge's", () => {
  const golden = cases.find(({ space }) => space === "custom-hetero")!;
  const space: SearchSpace = {
    name: "custom",
    nodes: 4,
    normal: golden.primitives!,
    reduce: golden.primitives!,
  };
  const derived = deriveGenotype(space, {
    normal: golden.alphas_normal,
    reduce: golden.alphas_reduce,
  });
  const reference = golden.genotype as Genotype;
  // At nodes 0 and 1 both lists agree; at nodes 2 and 3 the reference derives `none`.
  assertEquals(derived.normal.slice(0, 4), reference.normal.slice(0, 4));
  assertEquals(derived.reduce.slice(0, 4), reference.reduce.slice(0, 4));
  assertEquals(
    reference.normal.slice(4).map(([operation]): string => operation),
    Array(4).fill("none"),
  );
  // Two candidates an edge: the larger p(not none) is the larger difference of the two alphas.
  const expected = (rows: number[][]) =>
    [2, 3].flatMap((node) =>
      rows.slice(firstEdge(node), firstEdge(node + 1))
        .map((row, source) => {
          const none = golden.primitives![firstEdge(node) + source]!.indexOf(
            "none",
          );
          const operation =
            golden.primitives![firstEdge(node) + source]![1 - none];
          return {
            edge: [operation, source],
            lead: row[1 - none]! - row[none]!,
          };
        })
        .sort((a, b) => b.lead - a.lead).slice(0, 2).map(({ edge }) => edge)
    );
  assertEquals(
    derived.normal.slice(4) as unknown,
    expected(golden.alphas_normal),
  );
  assertEquals(
    derived.reduce.slice(4) as unknown,
    expected(golden.alphas_reduce),
  );
});

Deno.test("deriveGenotype() ties rows with the same values in another order", () => {
  const values = [0.1, 0.7, -0.3, 0.2, 1.9, -2.5, 0.4];
  const rotated = [...values.slice(2), ...values.slice(0, 2)];
  const rows = [values, rotated, rotated, values, values];
  const { normal } = deriveGenotype(searchSpace("darts", { nodes: 2 }), {
    normal: rows,
    reduce: rows,
  });
  assertEquals(normal.map(([, source]) => source), [0, 1, 0, 1]);
});

Deno.test("deriveGenotype() gives two different sources a node and never none, for any alphas", () => {
  const place = fc.tuple(
    fc.constantFrom(...SPACE_NAMES),
    fc.infiniteStream(fc.float({ min: -50, max: 50, noNaN: true })),
  );
  fc.assert(fc.property(place, ([name, numbers]) => {
    const space = searchSpace(name);
    const fill = (edges: SearchSpace["normal"]) =>
      edges.map((row) => row.map(() => numbers.next().value as number));
    const genotype = deriveGenotype(space, {
      normal: fill(space.normal),
      reduce: fill(space.reduce),
    });
    for (const kind of ["normal", "reduce"] as const) {
      assertEquals(genotype[kind].length, 8);
      genotype[kind].forEach(([operation, source], index) => {
        const node = Math.floor(index / 2);
        assertEquals(source >= 0 && source < node + 2, true);
        assertEquals(
          space[kind][firstEdge(node) + source]!.includes(operation),
          true,
        );
        assertEquals((operation as string) === "none", false);
        if (index % 2 === 1) {
          assertEquals(source === genotype[kind][index - 1]![1], false);
        }
      });
    }
  }));
});

Deno.test("deriveGenotype() refuses alphas of another space", () => {
  const rows = [[0, 0], [0, 0]];
  assertThrows(
    () => deriveGenotype(searchSpace("s2"), { normal: rows, reduce: rows }),
    RangeError,
    "Expected 14 rows but found 2 in alphas.normal",
  );
});

Deno.test("deriveGenotype() weighs edges by their own weights where the space has them, and operations not", () => {
  const space: SearchSpace = {
    ...searchSpace("s3", { nodes: 2 }),
    mixture: "partial",
  };
  // by their alphas edges 0 and 1 of the second node are the strongest
  const rows = [
    ...[[0, 2, 0], [0, 0, 1]],
    ...[[0, 3, 0], [0, 0, 2], [5, 1, 0]],
  ];
  const alphas = {
    normal: rows,
    reduce: rows,
    betas_normal_0: [[0, 1]],
    betas_normal_1: [[-4, 0, 4]],
    betas_reduce_0: [[0, 0]],
    betas_reduce_1: [[0, 0, 0]],
  };
  const { normal, reduce } = deriveGenotype(space, alphas);
  assertEquals(normal, [
    ["sep_conv_3x3", 1],
    ["skip_connect", 0],
    ["skip_connect", 2],
    ["sep_conv_3x3", 1],
  ]);
  // equal weights change nothing
  assertEquals(
    reduce,
    deriveGenotype({ ...space, mixture: "full" }, {
      normal: rows,
      reduce: rows,
    }).reduce,
  );
  const { betas_reduce_1: _, ...missing } = alphas;
  assertThrows(
    () => deriveGenotype(space, missing),
    RangeError,
    "Expected 1 rows but found none in alphas.betas_reduce_1",
  );
});

Deno.test("deriveGenotype() never keeps an operation that adds nothing, and says what is known of others that are not built in", () => {
  const row = ["void", "blur", "noise"];
  const space: SearchSpace = {
    name: "mine",
    nodes: 1,
    normal: [row, row],
    reduce: [row, row],
    operations: { void: { addsNothing: true }, blur: { parameterFree: true } },
  };
  const alphas = {
    normal: [[9, 1, 0], [9, 1, 0]],
    reduce: [[9, 0, 1], [9, 0, 1]],
  };
  const genotype = deriveGenotype(space, alphas);
  assertEquals(genotype, {
    normal: [["blur", 0], ["blur", 1]],
    normal_concat: [2],
    reduce: [["noise", 0], ["noise", 1]],
    reduce_concat: [2],
    operations: { blur: { parameterFree: true } },
  });
  assertEquals(restrictedGenotype(space, alphas, 0), genotype);
  for (let seed = 0; seed < 20; seed++) {
    const drawn = [...randomGenotype(space, seed).normal];
    assertEquals(drawn.some(([name]) => name === "void"), false);
  }
});
