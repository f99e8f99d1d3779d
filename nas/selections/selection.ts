import type { GenotypeEdge } from "../genotype/edge_nodes.ts";
import type { Alphas } from "../space/alphas.ts";
import type { CellKind, SearchSpace } from "../space/edge_space.ts";

/**
 * How the stage `derive` selects the edges of cells and their operations from alphas. A module that its parameter
 * `selection` names exports it as `selection`.
 *
 * @example The first two inputs of each node, by their largest alphas without `none`
 * ```ts
 * import { firstEdge } from "../space/edge_space.ts";
 * import type { EdgeSelection } from "./selection.ts";
 *
 * export const selection: EdgeSelection = {
 *   name: "inputs",
 *   edges: (space, alphas, kind) =>
 *     Array.from({ length: space.nodes }, (_, node) => node).flatMap((node) =>
 *       [0, 1].map((source): [string, number] => {
 *         const edge = firstEdge(node) + source;
 *         const row = alphas[kind][edge]!;
 *         const [best] = space[kind][edge]!
 *           .map((operation, column) => ({ operation, alpha: row[column]! }))
 *           .filter(({ operation }) => operation !== "none")
 *           .sort((a, b) => b.alpha - a.alpha);
 *         return [best!.operation, source];
 *       })
 *     ),
 * };
 * ```
 */
export interface EdgeSelection {
  /** Name in results. */
  readonly name: string;
  /**
   * Two edges for each node of a kind of cell, by node: the name of a candidate that is not `none`, and the source (0 and
   * 1 are the inputs of the cell, 2 is node 0, and so on), which differs between the two edges of a node. Or any number
   * of edges for each node, none too, ordered by node, which then follows in each edge, counted like sources: [operation,
   * source, node]. Edges that read a node without edges are left out.
   *
   * @param space Candidates of each edge, by node, then by source.
   * @param alphas Raw alphas after an epoch; `mixtureRows()` gives their mixture weights.
   */
  readonly edges: (
    space: SearchSpace,
    alphas: Alphas,
    kind: CellKind,
  ) => readonly GenotypeEdge[];
}
