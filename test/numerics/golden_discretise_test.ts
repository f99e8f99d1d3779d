import { assert, assertEquals } from "@std/assert";
import { pruneCell } from "../../datasets/nasbench101/cell.ts";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { ChoiceAlphas } from "../../nas/space/choice_alphas.ts";
import {
  CHOICE_OPERATIONS,
  type ChoiceSpace,
  choiceSpace,
} from "../../nas/space/choice_space.ts";
import { chosenParents, discretise } from "../../nas/genotype/nasbench_cell.ts";
import { readGolden } from "./golden.ts";

/** Every alpha that chooses one thing: 1 where it is chosen, 0 elsewhere. */
function choices(space: ChoiceSpace): ChoiceAlphas[] {
  const subsets = (n: number, k: number): number[][] =>
    k === 0 ? [[]] : n < k ? [] : [
      ...subsets(n - 1, k),
      ...subsets(n - 1, k - 1).map((rest) => [...rest, n - 1]),
    ];
  const row = (columns: number, chosen: readonly number[]) =>
    Array.from({ length: columns }, (_, i) => chosen.includes(i) ? 1 : 0);
  let all: Record<string, number[][]>[] = [{}];
  for (const { name, rows, columns } of alphaMatrices(space)) {
    const kept = name === "operations"
      ? 1
      : name === "output"
      ? space.parents.at(-1)!
      : space.parents[Number(name.slice("inputs_".length)) - 1]!;
    let matrices: number[][][] = [[]];
    for (let i = 0; i < rows; i++) {
      matrices = matrices.flatMap((matrix) =>
        subsets(columns, kept).map((
          chosen,
        ) => [...matrix, row(columns, chosen)])
      );
    }
    all = all.flatMap((alphas) =>
      matrices.map((matrix) => ({ ...alphas, [name]: matrix }))
    );
  }
  return all as unknown as ChoiceAlphas[];
}

interface Golden {
  primitives_order: string[];
  spaces: Record<
    "1" | "2" | "3",
    {
      num_parents_per_node: Record<string, number>;
      alpha_shapes: [number, number][];
      n_alpha: number;
      discrete_choices_with_loose_ends: number;
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

Deno.test("the choices of spaces 1 and 2 are as many as the reference's, and give 2,685 and 7,773 architectures", () => {
  for (const [number, architectures] of [["1", 2685], ["2", 7773]] as const) {
    const space = choiceSpace(`nasbench1shot1-${number}`);
    const all = choices(space);
    assertEquals(
      all.length,
      golden.spaces[number].discrete_choices_with_loose_ends,
    );
    // different choices of what the output does not reach are one cell
    const cells = new Map(all.map((alphas) => {
      const cell = discretise(space, alphas);
      return [JSON.stringify(pruneCell(cell)), cell];
    }));
    const keys = new Set([...cells.values()].map(cellHash));
    assertEquals(keys.size, architectures);
  }
});
