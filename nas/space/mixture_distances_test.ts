import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { alphaMatrices } from "./alpha_matrices.ts";
import type { Alphas } from "./alphas.ts";
import { choiceSpace } from "./choice_space.ts";
import type { ChoiceSpace } from "./choice_space.ts";
import { type SearchSpace, searchSpace } from "./edge_space.ts";
import { mixtureDistances } from "./mixture_distances.ts";
import { narrowedSpace } from "./narrowed_space.ts";
import { ownSpace } from "./own_space.ts";

/** Alphas of zeros but one: the first number of a matrix. */
function alphasWith(
  space: SearchSpace | ChoiceSpace,
  matrix?: string,
  first = 0,
): Alphas {
  return Object.fromEntries(
    alphaMatrices(space).map(({ name, rows, columns }) => [
      name,
      Array.from(
        { length: rows },
        (_, r) =>
          Array.from(
            { length: columns },
            (_, c) => name === matrix && r === 0 && c === 0 ? first : 0,
          ),
      ),
    ]),
  ) as unknown as Alphas;
}

const narrow = searchSpace("s3", { nodes: 1 });

/** A space of each form of alphas, and the rows that it has a soft-max for. */
const FORMS: Record<string, SearchSpace | ChoiceSpace> = {
  "edges": searchSpace("darts"),
  "edges of a narrowed space": narrowedSpace(narrow, alphasWith(narrow), 2),
  "partial channels with weights of edges": {
    ...searchSpace("s2", { nodes: 2 }),
    mixture: "partial",
  },
  "choice blocks": choiceSpace("nasbench1shot1-3"),
};

for (const [form, space] of Object.entries(FORMS)) {
  Deno.test(`mixtureDistances() sees a single row that moved in any matrix of ${form}`, () => {
    const before = alphasWith(space);
    const matrices = alphaMatrices(space);
    for (const { name, columns } of matrices) {
      const after = alphasWith(space, name, Math.log(2));
      const moved = 2 / (columns + 1) - 1 / columns;
      const found = mixtureDistances(space, before, after);
      assertEquals(Object.keys(found), matrices.map(({ name }) => name));
      for (const [other, { fromUniform, fromStart }] of Object.entries(found)) {
        const expected = other === name ? moved : 0;
        assertAlmostEquals(fromUniform, expected, 1e-12);
        assertAlmostEquals(fromStart, expected, 1e-12);
      }
      // where it began there is no way to where it is
      const still = mixtureDistances(space, after, after)[name]!;
      assertEquals(still.fromStart, 0);
      assertAlmostEquals(still.fromUniform, moved, 1e-12);
    }
  });
}

Deno.test("mixtureDistances() leaves out matrices whose rows have one candidate, and no others", () => {
  const space = ownSpace({
    name: "mine",
    nodes: 1,
    candidates: ["max_pool_3x3", "sep_conv_3x3"],
    normal: [["skip_connect"], ["dil_conv_3x3"]],
  });
  const found = mixtureDistances(space, alphasWith(space), alphasWith(space));
  assertEquals(Object.keys(found), ["reduce"]);
  assert(found["reduce"]!.fromUniform === 0);
});
