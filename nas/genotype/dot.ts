import type { OwnOperations } from "../space/operation_traits.ts";
import { isParameterFree } from "./parameter_free.ts";

/**
 * Line colour of each operation, dark enough for white paper: blue separable, orange dilated, green other convolutions,
 * grey pooling and skip.
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
  nor_conv_1x1: "#15803d",
  nor_conv_3x3: "#15803d",
};

/** Line colour of operations that are not built in. */
const OTHER_COLOUR = "#6d28d9";

/** Fill and line of a node, by what it is. */
const NODE_COLOURS = {
  input: ["#dcfce7", "#166534"],
  inner: ["#dbeafe", "#1e40af"],
  output: ["#fef3c7", "#92400e"],
} as const;

/** A node of a cell as a line of DOT. */
export function dotNode(
  name: string,
  kind: keyof typeof NODE_COLOURS,
): string {
  const [fill, line] = NODE_COLOURS[kind];
  return `  "${name}" [fillcolor="${fill}", color="${line}"];`;
}

/**
 * An edge of a cell as a line of DOT, labelled with its operation; dashed where that has no parameters.
 *
 * @param ends Names of the nodes that it joins.
 * @param own Operations that are not built in.
 */
export function dotEdge(
  [from, to]: readonly [string, string],
  operation: string,
  own: OwnOperations | undefined,
): string {
  const colour = COLOURS[operation] ?? OTHER_COLOUR;
  const style = isParameterFree(operation, own) ? "dashed" : "solid";
  return `  "${from}" -> "${to}" ` +
    `[label="${operation}", color="${colour}", fontcolor="${colour}", style="${style}"];`;
}

/** A graph from left to right with the lines of its nodes and edges. */
export function dotGraph(name: string, lines: readonly string[]): string {
  return [
    `digraph "${name}" {`,
    '  graph [rankdir="LR", bgcolor="transparent", nodesep="0.25", ranksep="0.5", margin="0.05"];',
    '  node [shape="box", style="filled,rounded", fontname="Helvetica", fontsize="14", height="0.4", width="0.4"];',
    '  edge [fontname="Helvetica", fontsize="11", arrowsize="0.7"];',
    ...lines,
    "}",
    "",
  ].join("\n");
}
