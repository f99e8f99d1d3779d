import { type Alphas, checkAlphas, strongestColumn } from "../space/alphas.ts";
import { betasName } from "../space/edge_weights.ts";
import {
  type ChosenOperations,
  type OwnOperations,
  ownTraits,
} from "../space/operation_traits.ts";
import { mixtureRows, rankedRows } from "../space/mixture_rows.ts";
import {
  CELL_KINDS,
  type CellKind,
  firstEdge,
  type SearchSpace,
} from "../space/edge_space.ts";
import {
  type GenotypeEdge,
  namesNodes,
  nodeOf,
  nodesWithEdges,
} from "./edge_nodes.ts";

/**
 * A derived architecture; two edges a node, ordered by node, or as many as name the node. The names are those of the
 * published genotypes.
 */
export interface Genotype {
  /** Edges of the normal cell. */
  readonly normal: readonly GenotypeEdge[];
  /** Sources that are concatenated to the output of the normal cell. */
  readonly normal_concat: readonly number[];
  /** Edges of the reduction cell. */
  readonly reduce: readonly GenotypeEdge[];
  /** Sources that are concatenated to the output of the reduction cell. */
  readonly reduce_concat: readonly number[];
  /** Its operations that are not built in. */
  readonly operations?: OwnOperations | undefined;
  /** True where every edge is the sum of its operation and a skip. */
  readonly auxiliary_skips?: boolean | undefined;
}

/**
 * Soft-max weight of a column. The sum runs over the sorted terms, so rows with the same values in another order tie
 * exactly.
 */
function columnStrength(row: readonly number[], column: number): number {
  const largest = Math.max(...row);
  const sum = row.map((alpha) => Math.exp(alpha - largest)).sort((a, b) =>
    a - b
  ).reduce((a, b) => a + b, 0);
  return Math.exp(row[column]! - largest) / sum;
}

/** Strength of an edge of the supernet. */
export interface EdgeStrength {
  /** Strongest operation of the edge. */
  readonly operation: string;
  /** Source: 0 and 1 are the cell inputs, 2 is node 0, and so on. */
  readonly source: number;
  /** Mixture weight of that operation, times the weight of the edge where it has one. */
  readonly strength: number;
}

/**
 * The strongest operation of each edge of a kind of cell and its weight, by node, then by source.
 *
 * @param withoutSkip Edges that may not be `skip_connect`.
 */
export function edgeStrengths(
  space: SearchSpace,
  alphas: Alphas,
  kind: CellKind,
  withoutSkip: ReadonlySet<number> = new Set(),
): EdgeStrength[][] {
  const strengthOf = alphas.mixtures === undefined
    ? columnStrength
    : (row: readonly number[], column: number) => row[column]!;
  return Array.from({ length: space.nodes }, (_, node) => {
    const start = firstEdge(node);
    const betas = betasName(kind, node);
    const [weights] = alphas[betas] === undefined
      ? []
      : mixtureRows(alphas, betas);
    return Array.from({ length: node + 2 }, (_, source) => {
      // Decision on docs/method.md 7.10: the reference looks up `none` in the list of edge `source`; we use this edge's.
      const candidates = space[kind][start + source]!;
      const row = rankedRows(alphas, kind)[start + source]!;
      const own = space.operations;
      const column = withoutSkip.has(start + source)
        ? strongestColumn(candidates, row, { without: "skip_connect", own })
        : strongestColumn(candidates, row, { own });
      return {
        operation: candidates[column]!,
        source,
        strength: strengthOf(row, column) * (weights?.[source] ?? 1),
      };
    });
  });
}

/** The two strongest edges of each node, the stronger first and the lower source first among equals. */
export function strongestEdges(
  strengths: readonly (readonly EdgeStrength[])[],
): EdgeStrength[] {
  return strengths.flatMap((edges) =>
    [...edges].sort((a, b) => b.strength - a.strength).slice(0, 2)
  );
}

/**
 * Derives the discrete architecture (docs/method.md section 4, "Genotype"): each node keeps the two edges whose largest
 * mixture weight over operations other than `none` is largest, the stronger first and the lower source first among
 * equals, with that operation. `noise` is not excluded, as in the reference. Where edges have weights of their own
 * (PC-DARTS), an edge's strength is multiplied by its mixture weight among those into its node.
 *
 * @param alphas Raw alphas, with their mixture weights where these are not their soft-max.
 * @throws {RangeError} If the alphas do not fit the space.
 *
 * @example One node prefers the convolution from the second input
 * ```ts
 * import { deriveGenotype } from "./genotype.ts";
 * import { searchSpace } from "../space/edge_space.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [[0.5, 0], [0, 2]];
 * const genotype = deriveGenotype(searchSpace("s2", { nodes: 1 }), { normal: rows, reduce: rows });
 * assertEquals(genotype.normal, [["sep_conv_3x3", 1], ["skip_connect", 0]]);
 * ```
 */
export function deriveGenotype(space: SearchSpace, alphas: Alphas): Genotype {
  checkAlphas(space, alphas);
  return genotypeOf(
    space,
    (kind) =>
      strongestEdges(edgeStrengths(space, alphas, kind)).map((
        { operation, source },
      ) => [operation, source]),
  );
}

/** An architecture from the chosen edges of each kind of cell; its outputs are the output nodes that have edges. */
export function genotypeOf(
  { nodes, operations, outputs = nodes, auxiliarySkips }: Pick<
    SearchSpace,
    "nodes" | "operations" | "outputs" | "auxiliarySkips"
  >,
  edgesOf: (kind: CellKind) => GenotypeEdge[],
): Genotype {
  const concat = (edges: readonly GenotypeEdge[]) =>
    (namesNodes(edges) ? nodesWithEdges(edges) : [...Array(nodes).keys()])
      .filter((node) => node >= nodes - outputs).map((node) => node + 2);
  const normal = edgesOf("normal");
  const reduce = edgesOf("reduce");
  const own = ownTraits(operations, namesOf({ normal, reduce }));
  return {
    normal,
    normal_concat: concat(normal),
    reduce,
    reduce_concat: concat(reduce),
    ...(own === undefined ? {} : { operations: own }),
    ...(auxiliarySkips ? { auxiliary_skips: true } : {}),
  };
}

/** Operations of an architecture. */
export function genotypeOperations(genotype: Genotype): ChosenOperations {
  return {
    names: namesOf(genotype),
    own: genotype.operations,
    placeOf: (name) => {
      for (const kind of CELL_KINDS) {
        const edges = genotype[kind];
        const at = edges.findIndex(([operation]) => operation === name);
        if (at < 0) continue;
        const node = nodeOf(edges, at);
        const first = edges.findIndex((_, index) =>
          nodeOf(edges, index) === node
        );
        return `node ${node}, edge ${at - first} of ${kind}`;
      }
      return "no edge";
    },
  };
}

/** Names of the operations of an architecture, each once. */
function namesOf(
  { normal, reduce }: Pick<Genotype, "normal" | "reduce">,
): string[] {
  return [...new Set([...normal, ...reduce].map(([operation]) => operation))];
}
