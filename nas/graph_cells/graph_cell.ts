import type { GraphGenotype } from "../genotype/graph_genotype.ts";
import type { Candidate, Layers, SkipFactor } from "../layers/layers.ts";
import { skipTerms } from "../network/auxiliary_skip_path.ts";
import {
  divided,
  type DividedValue,
  joined,
} from "../network/divided_channels.ts";
import { operationOf, type Operations } from "../operations/operation.ts";
import {
  type GraphEdge,
  graphEdgeIndex,
  graphEdges,
  graphNodes,
  type GraphSpace,
} from "../space/graph_space.ts";
import type { KeptCandidates } from "../space/kept_candidates.ts";

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

/** Space of a search cell, and how its edges are mixed. */
interface SearchGraphCell extends CellPlace {
  readonly space: GraphSpace;
  /** Factor of the auxiliary skip of every edge; none by default. */
  readonly auxiliarySkip?: SkipFactor | undefined;
  /** Candidates that are computed; all by default. */
  readonly kept?: KeptCandidates | undefined;
  /** One of this many channels goes through the candidates; all by default. */
  readonly channelShare?: number | undefined;
}

/** Terms of the candidates of an edge. */
function mixedEdge<T>(
  layers: Layers<T>,
  x: T,
  { space, operations, name, kept, edge, at: { node, source } }:
    & SearchGraphCell
    & { readonly edge: number; readonly at: GraphEdge },
): T[] {
  const ref = { matrix: GRAPH_MATRIX, edge };
  const candidates = space.edges[edge]!.flatMap(
    (kind, column): Candidate<T>[] => {
      const operation = operationOf(operations, kind);
      const pruned = kept?.[GRAPH_MATRIX]?.[edge]?.[column] === false;
      if (operation.addsNothing || pruned) return [];
      const weight = { ...ref, operation: column };
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
  return layers.edge(x, ref, candidates);
}

/**
 * A search cell: each edge is the sum of its candidates times their mixture weights, on all channels or on a share of them
 * that the others bypass. Unlike elsewhere, pools are not normalised.
 */
export function searchGraphCell<T>(
  layers: Layers<T>,
  input: T,
  cell: SearchGraphCell,
): T {
  const { space, name, auxiliarySkip: factor, channelShare: share } = cell;
  const nodes = graphNodes(space);
  const edges = graphEdges(nodes);
  const terms = (x: T, edge: number): T[] => [
    ...mixedEdge(layers, x, { ...cell, edge, at: edges[edge]! }),
    ...skipTerms(layers, x, { name, stride: 1, factor }),
  ];
  const values: DividedValue<T>[] = [];
  return lastNode(layers, input, nodes, (found, node) => {
    const into = edges.flatMap((edge, at) => edge.node === node ? [at] : []);
    if (share === undefined) {
      return into.flatMap((at) => terms(found[edges[at]!.source]!, at));
    }
    for (const value of found.slice(values.length)) {
      values.push(divided(layers, value, share));
    }
    return [joined(
      layers,
      into.map((at) => {
        const { worked, rest } = values[edges[at]!.source]!;
        return { worked: layers.add(terms(worked, at)), rest: rest(1) };
      }),
      share,
    )];
  });
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
