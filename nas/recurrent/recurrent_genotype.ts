import { softmaxRow } from "../space/simplex.ts";
import {
  nodeRows,
  RECURRENT_OPERATIONS,
  recurrentEdges,
  type RecurrentOperation,
} from "./recurrent_space.ts";

/** An edge of a derived cell: its activation and its source, state 0 or a node from 1. */
export type RecurrentEdge = readonly [
  operation: Exclude<RecurrentOperation, "none">,
  source: number,
];

/** A derived recurrent cell, by the names of the published genotypes. */
export interface RecurrentGenotype {
  /** The one edge of each node, in the order of nodes. */
  readonly recurrent: readonly RecurrentEdge[];
  /** Nodes, from 1, whose mean is the output. */
  readonly concat: readonly number[];
}

/**
 * Derives a cell: each node keeps the source with the largest mixture weight of an activation, the first of equal ones,
 * and that activation. `none` is never kept, but its share lowers the others of its edge (docs/recurrent.md section 2).
 *
 * @param alphas Raw alphas, [edges, operations].
 * @throws {RangeError} If there are other than the rows and columns of a cell of so many nodes.
 *
 * @example
 * ```ts
 * import { deriveRecurrent } from "./recurrent_genotype.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const alphas = [[0, 0, 2, 0, 0], [0, 0, 0, 3, 0], [9, 0, 4, 0, 0]];
 * assertEquals(deriveRecurrent(alphas, 2), {
 *   recurrent: [["relu", 0], ["sigmoid", 0]],
 *   concat: [1, 2],
 * });
 * ```
 */
export function deriveRecurrent(
  alphas: readonly (readonly number[])[],
  nodes: number,
): RecurrentGenotype {
  const columns = RECURRENT_OPERATIONS.length;
  if (
    alphas.length !== recurrentEdges(nodes) ||
    alphas.some((row) => row.length !== columns)
  ) {
    throw new RangeError(
      `Expected ${
        recurrentEdges(nodes)
      } rows of ${columns} alphas but found ${alphas.length} of ${
        [...new Set(alphas.map((row) => row.length))].join(", ")
      }`,
    );
  }
  return {
    recurrent: Array.from({ length: nodes }, (_, node) => {
      const [from, to] = nodeRows(node);
      let kept: { weight: number; edge: RecurrentEdge } | undefined;
      alphas.slice(from, to).map(softmaxRow).forEach((row, source) => {
        RECURRENT_OPERATIONS.forEach((operation, column) => {
          const weight = row[column]!;
          if (operation === "none" || weight <= (kept?.weight ?? -1)) return;
          kept = { weight, edge: [operation, source] };
        });
      });
      return kept!.edge;
    }),
    concat: Array.from({ length: nodes }, (_, node) => node + 1),
  };
}
