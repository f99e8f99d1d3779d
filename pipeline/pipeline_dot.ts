import type { FoldedStage } from "./stage.ts";

/** The folded DAG as Graphviz DOT: a box for each stage with its number of instances. */
export function pipelineDot(graph: readonly FoldedStage[]): string {
  const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const boxes = graph.map(({ id, use, instances }) => {
    const lines = [
      id,
      ...use === id ? [] : [`(${use})`],
      ...instances === 1 ? [] : [`× ${instances}`],
    ];
    const label = lines.map((line) => quote(line).slice(1, -1)).join("\\n");
    return `  ${quote(id)} [label="${label}"];`;
  });
  const arrows = graph.flatMap(({ id, needs }) =>
    needs.map((need) => `  ${quote(need)} -> ${quote(id)};`)
  );
  return [
    "digraph pipeline {",
    '  graph [rankdir="LR", bgcolor="transparent", nodesep="0.25", ranksep="0.45", margin="0.05"];',
    '  node [shape="box", style="filled,rounded", fontname="Helvetica", fontsize="13", fillcolor="#dbeafe", color="#1e40af", height="0.45"];',
    '  edge [color="#9ca3af", arrowsize="0.7"];',
    ...boxes,
    ...arrows,
    "}",
    "",
  ].join("\n");
}
