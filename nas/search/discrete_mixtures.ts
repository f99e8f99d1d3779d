import {
  CELL_KINDS,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { namesNodes, nodeOf } from "../genotype/edge_nodes.ts";
import type { GenotypeEdge } from "../genotype/edge_nodes.ts";
import type { Genotype } from "../genotype/genotype.ts";

/**
 * Says why an architecture is not in a space; undefined if it is.
 *
 * @param space Space of a supernet.
 */
export function genotypeTrouble(
  space: SearchSpace,
  genotype: Genotype,
): string | undefined {
  for (const kind of CELL_KINDS) {
    const edges = genotype[kind];
    const nodes = namesNodes(edges)
      ? Math.max(space.nodes, ...edges.map((_, at) => nodeOf(edges, at) + 1))
      : edges.length / 2;
    if (nodes !== space.nodes) {
      return `Expected a ${kind} cell of ${space.nodes} nodes, as those of the supernet, but found one of ${nodes}`;
    }
    for (const [index, [operation]] of edges.entries()) {
      const candidates = space[kind][edgeOf(edges, index)];
      if (!candidates?.includes(operation)) {
        return `Expected an edge of ${space.name} with ${operation} but found ${
          candidates?.join(", ") ?? "no edge"
        } in edge ${index} of the ${kind} cell`;
      }
    }
  }
  return undefined;
}

/** Edge of a space that is an edge of a cell. */
function edgeOf(edges: readonly GenotypeEdge[], index: number): number {
  return firstEdge(nodeOf(edges, index)) + edges[index]![1];
}

/**
 * Mixture weights of the discrete architecture inside its supernet: 1 for the chosen operation of a chosen edge, 0 for
 * all others.
 *
 * @param space Space of the supernet, without weights of edges.
 * @param genotype An architecture of it.
 * @returns Rows of edges, row-major, of the normal and of the reduction cell.
 * @throws {RangeError} If the space has other nodes, no such edge or operation, or weighs its edges.
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
  if (space.mixture === "partial") {
    throw new RangeError(
      "Discrete mixtures need a supernet without partial channels",
    );
  }
  const trouble = genotypeTrouble(space, genotype);
  if (trouble !== undefined) throw new RangeError(trouble);
  return CELL_KINDS.map((kind) => {
    const rows = space[kind];
    const columns = rows[0]!.length;
    const weights = new Float32Array(rows.length * columns);
    genotype[kind].forEach(([operation], index) => {
      const edge = edgeOf(genotype[kind], index);
      weights[edge * columns + rows[edge]!.indexOf(operation)] = 1;
    });
    return weights;
  });
}
