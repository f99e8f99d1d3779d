import type { GenotypeEdge } from "./edge_nodes.ts";
import { largestColumn } from "../space/choice_alphas.ts";
import { checkGraphAlphas, type GraphAlphas } from "../space/graph_alphas.ts";
import { rankedRows } from "../space/mixture_rows.ts";
import {
  graphEdges,
  graphNodes,
  type GraphSpace,
} from "../space/graph_space.ts";
import {
  type ChosenOperations,
  type OwnOperations,
  ownTraits,
} from "../space/operation_traits.ts";

/**
 * A derived graph cell: node 0 is its input, the last node its output. Unlike the edges of a `Genotype`, all are kept, and
 * their operation may be `none`.
 */
export interface GraphGenotype {
  /** Edges into each node but the input, by source. */
  readonly nodes: readonly (readonly GenotypeEdge[])[];
  /** Operations of the genotype that are not built in. */
  readonly operations?: OwnOperations | undefined;
}

/** True for a graph cell, false for the two cells of a `Genotype`. */
export function isGraphGenotype(genotype: object): genotype is GraphGenotype {
  return "nodes" in genotype;
}

/** Operations of a graph cell. */
export function graphOperations(
  { nodes, operations }: GraphGenotype,
): ChosenOperations {
  return {
    names: [...new Set(nodes.flat().map(([operation]) => operation))],
    own: operations,
    placeOf: (name) => {
      const node = nodes.findIndex((edges) =>
        edges.some(([operation]) => operation === name)
      );
      return node < 0 ? "no edge" : `node ${node + 1}`;
    },
  };
}

/**
 * Derives the cell of alphas: each edge takes the candidate of its largest mixture weight, `none` included, the first of equals
 * (docs/method.md section 1c).
 *
 * @param alphas Raw alphas, with their mixture weights where these are not their soft-max.
 * @throws {RangeError} If the alphas do not fit the space or are not finite.
 */
export function deriveGraph(
  space: GraphSpace,
  alphas: GraphAlphas,
): GraphGenotype {
  checkGraphAlphas(space, alphas);
  const ranked = rankedRows(alphas, "edges");
  const rows = graphEdges(graphNodes(space)).map(({ node, source }, edge) => {
    const column = largestColumn(ranked[edge]!);
    return { node, edge: [space.edges[edge]![column]!, source] as const };
  });
  const nodes = [...Map.groupBy(rows, ({ node }) => node).values()]
    .map((edges) => edges.map(({ edge }) => edge));
  const operations = ownTraits(
    space.operations,
    nodes.flat().map(([operation]) => operation),
  );
  return { nodes, ...(operations === undefined ? {} : { operations }) };
}
