import {
  CELL_KINDS,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import type { Genotype } from "../genotype/genotype.ts";

/**
 * Mixture weights of the discrete architecture inside its supernet: 1 for the chosen operation of a chosen edge, 0 for
 * all others.
 *
 * @param space Space of the supernet, without weights of edges.
 * @param genotype An architecture of it.
 * @returns Rows of edges, row-major, of the normal and of the reduction cell.
 * @throws {RangeError} If the space has no such edge or operation, or weighs its edges.
 *
 * @example
 * ```ts
 * import { discreteMixtures } from "./discrete_mixtures.ts";
 * import { parseGenotype } from "../genotype/parse_genotype.ts";
 * import { searchSpace } from "../space/edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const cell = [["skip_connect", 0], ["sep_conv_3x3", 1]];
 * const genotype = parseGenotype(
 *   { normal: cell, normal_concat: [2], reduce: cell, reduce_concat: [2] },
 *   "example",
 * );
 * const [normal] = discreteMixtures(searchSpace("s3", { nodes: 1 }), genotype);
 * // none, skip_connect, sep_conv_3x3 of two edges
 * assertEquals([...normal!], [0, 1, 0, 0, 0, 1]);
 * ```
 */
export function discreteMixtures(
  space: SearchSpace,
  genotype: Genotype,
): Float32Array[] {
  if (space.relaxation === "partial") {
    throw new RangeError(
      "Discrete mixtures need a supernet without partial channels",
    );
  }
  return CELL_KINDS.map((kind) => {
    const rows = space[kind];
    const columns = rows[0]!.length;
    const weights = new Float32Array(rows.length * columns);
    genotype[kind].forEach(([operation, source], index) => {
      const edge = firstEdge(Math.floor(index / 2)) + source;
      const column = rows[edge]?.indexOf(operation) ?? -1;
      if (column < 0) {
        throw new RangeError(
          `Expected an edge of ${space.name} with ${operation} but found ${
            rows[edge]?.join(", ") ?? "no edge"
          } in edge ${index} of the ${kind} cell`,
        );
      }
      weights[edge * columns + column] = 1;
    });
    return weights;
  });
}
