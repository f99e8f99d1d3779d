import type { CellKind } from "../space/edge_space.ts";
import { nodeOf, nodesWithEdges } from "./edge_nodes.ts";
import type { Genotype } from "./genotype.ts";
import { isParameterFree } from "./parameter_free.ts";

/**
 * Line colour of each operation, dark enough for white paper: blue separable, orange dilated, grey pooling and skip.
 */
const COLOURS: Readonly<Record<string, string>> = {
  noise: "#b91c1c",
  max_pool_3x3: "#6b7280",
  avg_pool_3x3: "#6b7280",
  skip_connect: "#6b7280",
  sep_conv_3x3: "#1d4ed8",
  sep_conv_5x5: "#1d4ed8",
  sep_conv_7x7: "#1d4ed8",
  dil_conv_3x3: "#b45309",
  dil_conv_5x5: "#b45309",
  conv_7x1_1x7: "#15803d",
};

/** Line colour of operations that are not built in. */
const OTHER_COLOUR = "#6d28d9";

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
  const box = (name: string, fill: string, line: string) =>
    `  "${name}" [fillcolor="${fill}", color="${line}"];`;
  const nodes = nodesWithEdges(edges).map((node) =>
    box(String(node), "#dbeafe", "#1e40af")
  );
  const chosen = edges.map(([operation, source], index) => {
    const colour = COLOURS[operation] ?? OTHER_COLOUR;
    const style = isParameterFree(operation, genotype.operations)
      ? "dashed"
      : "solid";
    return `  "${sourceName(source)}" -> "${nodeOf(edges, index)}" ` +
      `[label="${operation}", color="${colour}", fontcolor="${colour}", style="${style}"];`;
  });
  const joined = concat.map((source) =>
    `  "${sourceName(source)}" -> "c_k" [color="#9ca3af"];`
  );
  return [
    `digraph "${kind}" {`,
    '  graph [rankdir="LR", bgcolor="transparent", nodesep="0.25", ranksep="0.5", margin="0.05"];',
    '  node [shape="box", style="filled,rounded", fontname="Helvetica", fontsize="14", height="0.4", width="0.4"];',
    '  edge [fontname="Helvetica", fontsize="11", arrowsize="0.7"];',
    box("c_{k-2}", "#dcfce7", "#166534"),
    box("c_{k-1}", "#dcfce7", "#166534"),
    ...nodes,
    box("c_k", "#fef3c7", "#92400e"),
    ...chosen,
    ...joined,
    "}",
    "",
  ].join("\n");
}
