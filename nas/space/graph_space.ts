import { didYouMean } from "../../common/did_you_mean.ts";
import type { OwnOperations } from "./operation_traits.ts";

/**
 * A search space of cells that are graphs: node 0 is the cell's input, each later node has an edge from every node before
 * it, and the last node is the cell's output (docs/method.md section 1c). An edge offers its candidates, and a derived
 * cell keeps all edges, with `none` where that is the strongest.
 */
export interface GraphSpace {
  /** Name, such as `nasbench201`. */
  readonly name: string;
  /** Names of the candidates of each edge, by node, then by source; as many on each: the order is the column order of alpha. */
  readonly edges: readonly (readonly string[])[];
  /** Candidates that are not built in. */
  readonly operations?: OwnOperations | undefined;
}

/** Candidates of NAS-Bench-201 in the order of its tables. */
const NASBENCH201 = [
  "none",
  "skip_connect",
  "nor_conv_1x1",
  "nor_conv_3x3",
  "avg_pool_3x3",
] as const;

/** Names that {@linkcode graphSpace} knows. */
export const GRAPH_SPACE_NAMES = ["nasbench201"] as const;

/** Name of a published space of graph cells. */
export type GraphSpaceName = typeof GRAPH_SPACE_NAMES[number];

/** True for the name of a published space of graph cells. */
export function isGraphSpaceName(name: string): name is GraphSpaceName {
  return (GRAPH_SPACE_NAMES as readonly string[]).includes(name);
}

/** True for a space of graph cells, false for one of another kind. */
export function isGraphSpace(space: object): space is GraphSpace {
  return "edges" in space;
}

/** Edge of a graph cell. */
export interface GraphEdge {
  /** Node that it leads to, from 1. */
  readonly node: number;
  /** Node that it comes from, from 0. */
  readonly source: number;
}

/** Row of an edge among those of {@linkcode graphEdges}, however many nodes there are. */
export function graphEdgeIndex({ node, source }: GraphEdge): number {
  return node * (node - 1) / 2 + source;
}

/** Edges of a cell with so many nodes, the input among them, in the order of the rows of alpha. */
export function graphEdges(nodes: number): GraphEdge[] {
  return Array.from({ length: nodes }, (_, node) => node).flatMap((node) =>
    Array.from({ length: node }, (_, source) => ({ node, source }))
  );
}

/**
 * Nodes of a cell, its input among them: 4 for the 6 edges of NAS-Bench-201.
 *
 * @throws {RangeError} If no complete graph has so many edges.
 */
export function graphNodes({ edges }: Pick<GraphSpace, "edges">): number {
  const nodes = Math.round((1 + Math.sqrt(1 + 8 * edges.length)) / 2);
  if (nodes < 2 || nodes * (nodes - 1) / 2 !== edges.length) {
    throw new RangeError(
      `Expected 1, 3, 6, 10 ... edges, from every node to each later one, but found ${edges.length}`,
    );
  }
  return nodes;
}

/**
 * A published space of graph cells.
 *
 * @throws {RangeError} If the name is unknown.
 *
 * @example Edges of NAS-Bench-201
 * ```ts
 * import { graphEdges, graphNodes, graphSpace } from "./graph_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const edges = graphEdges(graphNodes(graphSpace("nasbench201")));
 * assertEquals(edges.slice(0, 3), [
 *   { node: 1, source: 0 },
 *   { node: 2, source: 0 },
 *   { node: 2, source: 1 },
 * ]);
 * ```
 */
export function graphSpace(name: GraphSpaceName): GraphSpace {
  if (!isGraphSpaceName(name)) {
    throw new RangeError(
      `Expected a space of ${GRAPH_SPACE_NAMES.join(", ")} but found ${name}${
        didYouMean(name, GRAPH_SPACE_NAMES)
      }`,
    );
  }
  return { name, edges: Array.from({ length: 6 }, () => NASBENCH201) };
}
