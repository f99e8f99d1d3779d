import {
  CELL_KINDS,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import { namesNodes, nodeOf } from "../genotype/edge_nodes.ts";
import type { GenotypeEdge } from "../genotype/edge_nodes.ts";
import type { AnyGenotype } from "../genotype/any_genotype.ts";
import {
  type GraphGenotype,
  isGraphGenotype,
} from "../genotype/graph_genotype.ts";
import { type GraphSpace, isGraphSpace } from "../space/graph_space.ts";

/**
 * Says why an architecture is not in a space; undefined if it is.
 *
 * @param space Space of a supernet.
 */
export function genotypeTrouble(
  space: SearchSpace | GraphSpace,
  genotype: AnyGenotype,
): string | undefined {
  if (isGraphSpace(space)) return graphCellTrouble(space, genotype);
  if (isGraphGenotype(genotype)) {
    return `Expected a normal and a reduction cell, as those of ${space.name}, but found a graph cell`;
  }
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

/** Says why an architecture is not in a space of graph cells. */
function graphCellTrouble(
  { name, edges }: GraphSpace,
  genotype: AnyGenotype,
): string | undefined {
  if (!isGraphGenotype(genotype)) {
    return `Expected a graph cell, as those of ${name}, but found a normal and a reduction cell`;
  }
  const chosen = genotype.nodes.flat();
  if (chosen.length !== edges.length) {
    return `Expected a cell of ${edges.length} edges, as those of the supernet, but found one of ${chosen.length}`;
  }
  const wrong = chosen.findIndex(([operation], at) =>
    !edges[at]!.includes(operation)
  );
  return wrong < 0
    ? undefined
    : `Expected an edge of ${name} with ${edges[wrong]!.join(", ")} but found ${
      chosen[wrong]![0]
    } in edge ${wrong}`;
}

/** Why a supernet with auxiliary skips holds no discrete architecture. */
export const SKIPS_TROUBLE =
  "Cannot discretise a search with auxiliary skips: those of the edges that a cell leaves out would stay";

/** Why a supernet with a share of its channels on candidates holds no discrete architecture. */
export const BYPASS_TROUBLE =
  "Cannot discretise a search with channelShare: the channels that bypass the candidates of edges that a cell leaves out would stay";

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
 * @returns Rows of edges, row-major, of each matrix of mixture weights: those of the normal and of the reduction cell, or
 * of a graph cell.
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
  space: SearchSpace | GraphSpace,
  genotype: AnyGenotype,
): Float32Array[] {
  if ("mixture" in space && space.mixture === "partial") {
    throw new RangeError(
      "Discrete mixtures need a supernet without partial channels",
    );
  }
  if ("auxiliarySkips" in space && space.auxiliarySkips) {
    throw new RangeError(SKIPS_TROUBLE);
  }
  const trouble = genotypeTrouble(space, genotype);
  if (trouble !== undefined) throw new RangeError(trouble);
  if (isGraphSpace(space) || isGraphGenotype(genotype)) {
    return [graphMixture(space as GraphSpace, genotype as GraphGenotype)];
  }
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

/** Weights of the chosen operations of a graph cell, edge by edge. */
function graphMixture(
  { edges }: GraphSpace,
  { nodes }: GraphGenotype,
): Float32Array {
  const chosen = nodes.flat();
  return Float32Array.from(
    edges.flatMap((candidates, at) =>
      candidates.map((name) => Number(name === chosen[at]![0]))
    ),
  );
}
