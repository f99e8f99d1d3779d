import { assertEquals } from "@std/assert";
import type { Cell } from "../../datasets/nasbench101/cell.ts";
import { cellHash } from "../../datasets/nasbench101/cell_hash.ts";
import { randomStream } from "../../engine/philox.ts";
import { alphaMatrices } from "../../nas/alpha_matrices.ts";
import type { ChoiceAlphas } from "../../nas/choice_alphas.ts";
import { CHOICE_SPACE_NAMES, choiceSpace } from "../../nas/choice_space.ts";
import { discretise } from "../../nas/discretise.ts";

/** Every order of a list. */
function permutations<T>(list: readonly T[]): T[][] {
  return list.length < 2
    ? [[...list]]
    : list.flatMap((head, at) =>
      permutations(list.toSpliced(at, 1)).map((tail) => [head, ...tail])
    );
}

Deno.test("C64: the same architecture has the same key whatever the order of its keys, vertices and unused vertices", () => {
  for (const name of CHOICE_SPACE_NAMES) {
    const space = choiceSpace(name);
    for (let seed = 0; seed < 5; seed++) {
      const stream = randomStream({ seed, stream: `order ${name}` });
      const entries = alphaMatrices(space).map((matrix) =>
        [
          matrix.name,
          Array.from(
            { length: matrix.rows },
            () => Array.from({ length: matrix.columns }, () => stream.normal()),
          ),
        ] as const
      );
      const cellOf = (order: readonly (typeof entries[number])[]) =>
        discretise(space, Object.fromEntries(order) as unknown as ChoiceAlphas);
      const cell = cellOf(entries);
      const key = cellHash(cell);
      assertEquals(cellHash(cellOf(entries.toReversed())), key);
      const { matrix, operations } = cell;
      assertEquals(cellHash({ operations, matrix }), key);
      for (const inner of permutations([1, 2, 3, 4, 5])) {
        const order = [0, ...inner, 6];
        const moved: Cell = {
          operations: order.map((at) => operations[at]!),
          matrix: order.map((from) => order.map((to) => matrix[from]![to]!)),
        };
        // only orders along the edges make an upper triangular matrix
        const upper = moved.matrix.every((row, from) =>
          row.every((value, to) => value === 0 || to > from)
        );
        if (upper) assertEquals(cellHash(moved), key);
      }
    }
  }
});
