/**
 * A chosen edge: the name of its operation, which is never `none`, and its source (0 and 1 are the cell inputs, 2 is node
 * 0, and so on). Where the nodes of a cell have other numbers of edges than two, all of its edges name their node, counted
 * like sources.
 */
export type GenotypeEdge = readonly [
  operation: string,
  source: number,
  node?: number,
];

/** Node, from 0, into which an edge of a cell goes: that which the edge names, else each node has two. */
export function nodeOf(edges: readonly GenotypeEdge[], at: number): number {
  const [, , node] = edges[at]!;
  return node === undefined ? Math.floor(at / 2) : node - 2;
}

/** True for a cell whose edges name their nodes: these may have any number of edges. */
export function namesNodes(edges: readonly GenotypeEdge[]): boolean {
  return edges.some(([, , node]) => node !== undefined) || edges.length === 0;
}

/** Nodes, from 0, that have edges; ascending. */
export function nodesWithEdges(edges: readonly GenotypeEdge[]): number[] {
  return [...new Set(edges.map((_, at) => nodeOf(edges, at)))]
    .sort((a, b) => a - b);
}

/**
 * The edges of a cell by which its nodes can be computed: without those that read a node without edges, which may leave
 * others without any.
 */
export function liveEdges(edges: readonly GenotypeEdge[]): GenotypeEdge[] {
  const live = new Set(nodesWithEdges(edges));
  const kept = edges.filter(([, source]) => source < 2 || live.has(source - 2));
  return kept.length < edges.length ? liveEdges(kept) : kept;
}

/**
 * True for cells whose edges need not name their nodes: each node has two of different sources.
 *
 * @param edges Edges in the order of their nodes.
 * @param nodes Nodes that a cell of the space has.
 */
export function isInPairs(
  edges: readonly GenotypeEdge[],
  nodes: number,
): boolean {
  return edges.length === 2 * nodes &&
    edges.every(([, source], at) =>
      nodeOf(edges, at) === Math.floor(at / 2) &&
      (at % 2 === 0 || edges[at - 1]![1] !== source)
    );
}
