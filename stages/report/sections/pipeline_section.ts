import type { FoldedStage } from "../../../pipeline/stage.ts";
import { plural } from "../html/format.ts";
import type { DrawDot } from "../html/graphviz.ts";
import { type Markup, markup } from "../html/markup.ts";
import { pipelineDot } from "../../../pipeline/pipeline_dot.ts";

/** Drawing of the folded DAG; undefined for an empty one. */
export function pipelineSection(
  graph: readonly FoldedStage[],
  draw: DrawDot,
): Markup | undefined {
  if (graph.length === 0) return undefined;
  const instances = graph.reduce((sum, stage) => sum + stage.instances, 0);
  const words = graph.map(({ id, needs, instances }) =>
    `${id}, ${plural(instances, "instance")}${
      needs.length > 0 ? `, after ${needs.join(", ")}` : ""
    }`
  ).join("; ");
  const sizes = `${plural(graph.length, "stage")}, ${
    plural(instances, "instance")
  }`;
  const drawing = draw(pipelineDot(graph), {
    description: `Pipeline: ${words}`,
    scale: 1.5,
  });
  return markup`<section><h2>Pipeline</h2>
<p class="note">${sizes}.</p>
<figure class="dag">${drawing}</figure></section>`;
}
