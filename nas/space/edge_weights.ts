import { CELL_KINDS, type CellKind, type SearchSpace } from "./edge_space.ts";

/** Name of the matrix that weighs the edges into a node, counted from 0. */
export function betasName(
  kind: CellKind,
  node: number,
): `betas_${CellKind}_${number}` {
  return `betas_${kind}_${node}`;
}

/** The raw edge weights of a node: one row, one column an edge. */
export interface EdgeWeights {
  /** Name of their matrix. */
  readonly name: ReturnType<typeof betasName>;
  readonly kind: CellKind;
  /** Node, from 0. */
  readonly node: number;
  /** Edges into it. */
  readonly columns: number;
}

/** Edge weights of a space: of each node of each kind of cell where it is relaxed by `partial`, else none. */
export function edgeWeights(
  { nodes, mixture }: Pick<SearchSpace, "nodes" | "mixture">,
): EdgeWeights[] {
  if (mixture !== "partial") return [];
  return CELL_KINDS.flatMap((kind) =>
    Array.from({ length: nodes }, (_, node) => ({
      name: betasName(kind, node),
      kind,
      node,
      columns: node + 2,
    }))
  );
}
