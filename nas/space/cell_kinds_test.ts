import { assertEquals } from "@std/assert";
import { alphaMatrices } from "./alpha_matrices.ts";
import { kindsOfCells, spaceOfCells } from "./cell_kinds.ts";
import { choiceSpace } from "./choice_space.ts";
import { searchSpace } from "./edge_space.ts";
import { mixtureDistances } from "./mixture_distances.ts";

Deno.test("kindsOfCells() has both kinds from three cells on, reductions alone below", () => {
  assertEquals([1, 2, 3, 4, 8, 20].map((cells) => kindsOfCells(cells)), [
    ["reduce"],
    ["reduce"],
    ...Array.from({ length: 4 }, () => ["normal", "reduce"] as const),
  ]);
});

Deno.test("spaceOfCells() says which kind is missing, and leaves all other spaces as they are", () => {
  const space = searchSpace("s3", { nodes: 1 });
  assertEquals(spaceOfCells(space, 8), space);
  const single = spaceOfCells(space, 1);
  assertEquals(single, { ...space, kinds: ["reduce"] });
  // the first stage of a progressive search may have had one cell
  assertEquals(spaceOfCells(single, 8), space);
  const choices = choiceSpace("nasbench1shot1-1");
  assertEquals(spaceOfCells(choices, 1), choices);
});

Deno.test("alphas that no cell reads keep their place, are called unread, and have no distances", () => {
  const space = {
    ...spaceOfCells(searchSpace("s2", { nodes: 1 }), 1),
    mixture: "partial" as const,
  };
  assertEquals(
    alphaMatrices(space).map(({ name, unread }) => [name, unread]),
    [
      ["normal", true],
      ["reduce", undefined],
      ["betas_normal_0", true],
      ["betas_reduce_0", undefined],
    ],
  );
  const alphas = {
    normal: [[0, 0], [0, 0]],
    reduce: [[0, 0], [0, 0]],
    betas_normal_0: [[0, 0]],
    betas_reduce_0: [[0, 0]],
  };
  assertEquals(Object.keys(mixtureDistances(space, alphas, alphas)), [
    "reduce",
    "betas_reduce_0",
  ]);
});
