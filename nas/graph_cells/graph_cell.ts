import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import type { Candidate, Layers, SkipFactor } from "../layers/layers.ts";
import { skipTerms } from "../network/auxiliary_skip_path.ts";
import { operationOf, type Operations } from "../operations/operation.ts";
import {
  graphEdgeIndex,
  graphEdges,
  graphNodes,
  type GraphSpace,
} from "../space/graph_space.ts";

/** Name of the matrix of mixture weights of graph cells. */
export const GRAPH_MATRIX = "edges";

/** Where a cell stands. */
interface CellPlace {
  readonly operations: Operations;
  /** Prefix of parameter names. */
  readonly name: string;
}

/** Values of the nodes of a cell one after the other; gives the last. A node without a term is zero. */
function lastNode<T>(
  layers: Layers<T>,
  input: T,
  nodes: number,
  termsOf: (values: readonly T[], node: number) => readonly T[],
): T {
  const values = [input];
  for (let node = 1; node < nodes; node++) {
    const terms = termsOf(values, node);
    values.push(
      terms.length === 0 ? layers.zeros(input, 1) : layers.add(terms),
    );
  }
  return values[nodes - 1]!;
}

/** A search cell: each edge is the sum of its candidates times their mixture weights. Unlike elsewhere, pools are not normalised. */
export function searchGraphCell<T>(
  layers: Layers<T>,
  input: T,
  { space, operations, name, auxiliarySkip: factor }: CellPlace & {
    readonly space: GraphSpace;
    /** Factor of the auxiliary skip of every edge; none by default. */
    readonly auxiliarySkip?: SkipFactor | undefined;
  },
): T {
  const nodes = graphNodes(space);
  const edges = graphEdges(nodes);
  const mixed = (x: T, edge: number): T[] => {
    const at = { matrix: GRAPH_MATRIX, edge };
    const candidates = space.edges[edge]!.flatMap(
      (kind, column): Candidate<T>[] => {
        const operation = operationOf(operations, kind);
        if (operation.addsNothing) return [];
        const { node, source } = edges[edge]!;
        const weight = { ...at, operation: column };
        const place = {
          name: `${name}.edges.${node}<-${source}.${column}`,
          stride: 1,
          affine: false,
        } as const;
        return [{
          operation: column,
          compute: (x) =>
            operation.takesWeight
              ? operation.forward(layers, x, { ...place, weight })
              : layers.weigh(operation.forward(layers, x, place), weight),
        }];
      },
    );
    return layers.edge(x, at, candidates);
  };
  return lastNode(
    layers,
    input,
    nodes,
    (values, node) =>
      edges.flatMap((edge, at) =>
        edge.node === node
          ? [
            ...mixed(values[edge.source]!, at),
            ...skipTerms(layers, values[edge.source]!, {
              name,
              stride: 1,
              factor,
            }),
          ]
          : []
      ),
  );
}

/** A derived cell: each edge is its operation, with a learned scale and offset in its normalisation. */
export function derivedGraphCell<T>(
  layers: Layers<T>,
  input: T,
  { genotype, operations, name }: CellPlace & {
    readonly genotype: GraphGenotype;
  },
): T {
  const { nodes } = genotype;
  return lastNode(
    layers,
    input,
    nodes.length + 1,
    (values, node) =>
      nodes[node - 1]!.flatMap(([kind, source]) => {
        const operation = operationOf(operations, kind);
        if (operation.addsNothing) return [];
        // The reference counts the edges of a derived cell, unlike those of a search cell.
        const edge = graphEdgeIndex({ node, source });
        return [operation.forward(layers, values[source]!, {
          name: `${name}.layers.${edge}`,
          stride: 1,
          affine: true,
        })];
      }),
  );
}
