import type { CellKind } from "../space/edge_space.ts";
import { nodeOf, nodesWithEdges } from "./edge_nodes.ts";
import { dotEdge, dotGraph, dotNode } from "./dot.ts";
import type { Genotype } from "./genotype.ts";
import type { GraphGenotype } from "./graph_genotype.ts";

/** Name of a source: the two cell inputs, then the nodes from 0. */
function sourceName(source: number): string {
  return ["c_{k-2}", "c_{k-1}"][source] ?? String(source - 2);
}

/**
 * A derived cell as Graphviz DOT, in the style of the DARTS papers: inputs `c_{k-2}` and `c_{k-1}` at the left, the
 * nodes in the middle, the output `c_k` at the right, edges labelled with their operations. Dashed edges have no
 * parameters.
 *
 * @example
 * ```ts
 * import { cellDot } from "./draw_cell.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const cell = [["sep_conv_3x3", 0], ["skip_connect", 1]] as const;
 * const genotype = { normal: cell, normal_concat: [2], reduce: cell, reduce_concat: [2] };
 * assertMatch(cellDot(genotype, "normal"), /"c_\{k-2\}" -> "0" \[label="sep_conv_3x3"/);
 * ```
 */
export function cellDot(genotype: Genotype, kind: CellKind): string {
  const edges = genotype[kind];
  const concat = genotype[`${kind}_concat`];
  const nodes = nodesWithEdges(edges).map((node) =>
    dotNode(String(node), "inner")
  );
  const chosen = edges.map(([operation, source], index) =>
    dotEdge(
      [sourceName(source), String(nodeOf(edges, index))],
      genotype.auxiliary_skips ? `${operation} + skip` : operation,
      genotype.operations,
    )
  );
  const joined = concat.map((source) =>
    `  "${sourceName(source)}" -> "c_k" [color="#9ca3af"];`
  );
  return dotGraph(kind, [
    dotNode("c_{k-2}", "input"),
    dotNode("c_{k-1}", "input"),
    ...nodes,
    dotNode("c_k", "output"),
    ...chosen,
    ...joined,
  ]);
}

/**
 * A graph cell as Graphviz DOT: its nodes by number, the input at the left, the last one, its output, at the right. Edges
 * with `none` are left out.
 */
export function graphCellDot({ nodes, operations }: GraphGenotype): string {
  const last = nodes.length;
  return dotGraph("cell", [
    dotNode("0", "input"),
    ...nodes.map((_, at) =>
      dotNode(String(at + 1), at + 1 === last ? "output" : "inner")
    ),
    ...nodes.flatMap((edges, at) =>
      edges.filter(([operation]) => operation !== "none").map((
        [operation, source],
      ) => dotEdge([String(source), String(at + 1)], operation, operations))
    ),
  ]);
}
