import { assert, assertEquals } from "@std/assert";
import { pruneCell } from "../datasets/nasbench101/cell.ts";
import { cellHash } from "../datasets/nasbench101/cell_hash.ts";
import { alphaMatrices } from "../nas/alpha_matrices.ts";
import type { ChoiceAlphas } from "../nas/choice_alphas.ts";
import { CHOICE_OPERATIONS, choiceSpace } from "../nas/choice_space.ts";
import { chosenParents, discretise } from "../nas/discretise.ts";
import { readGolden } from "./golden.ts";

interface Golden {
  primitives_order: string[];
  spaces: Record<
    "1" | "2" | "3",
    {
      num_parents_per_node: Record<string, number>;
      alpha_shapes: [number, number][];
      n_alpha: number;
    }
  >;
  cases: {
    space: "1" | "2" | "3";
    alphas: number[][][];
    parents: Record<string, number[]>;
    adjacency: number[][];
    adjacency_with_loose_ends: number[][];
    ops: string[];
    pruned_matrix: number[][];
    pruned_ops: string[];
    nb101_hash: string;
  }[];
}

const golden = readGolden<Golden>("nb_convert");

Deno.test("the spaces of NAS-Bench-1Shot1 have the reference's operations, parents and alphas", () => {
  assertEquals([...CHOICE_OPERATIONS], golden.primitives_order);
  for (const number of ["1", "2", "3"] as const) {
    const known = golden.spaces[number];
    const space = choiceSpace(`nasbench1shot1-${number}`);
    assertEquals(
      [0, ...space.parents],
      Object.values(known.num_parents_per_node),
    );
    const shapes = alphaMatrices(space).map(({ rows, columns }) => [
      rows,
      columns,
    ]);
    assertEquals(shapes, known.alpha_shapes);
    assertEquals(
      shapes.reduce((sum, [rows, columns]) => sum + rows! * columns!, 0),
      known.n_alpha,
    );
  }
});

Deno.test("alphas become the reference's parents, cells, pruned cells and NAS-Bench-101 keys", () => {
  assertEquals(golden.cases.length, 45);
  for (const known of golden.cases) {
    const space = choiceSpace(`nasbench1shot1-${known.space}`);
    const alphas = Object.fromEntries(
      alphaMatrices(space).map(({ name }, i) => [name, known.alphas[i]!]),
    ) as unknown as ChoiceAlphas;
    assertEquals(chosenParents(space, alphas), Object.values(known.parents));
    const cell = discretise(space, alphas);
    assertEquals(cell, { matrix: known.adjacency, operations: known.ops });
    assertEquals(pruneCell(cell), {
      matrix: known.pruned_matrix,
      operations: known.pruned_ops,
    });
    assertEquals(cellHash(cell), known.nb101_hash);
    const loose = { ...cell, matrix: known.adjacency_with_loose_ends };
    assertEquals(cellHash(loose), known.nb101_hash);
  }
  assert(golden.cases.some(({ pruned_ops }) => pruned_ops.length < 6));
});
