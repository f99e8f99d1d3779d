import type { FoldedStage } from "../../pipeline/stage.ts";
import { dotChart } from "./charts/dot_chart.ts";
import { percent } from "./format.ts";
import type { DrawDot } from "./graphviz.ts";
import { type Group, runLabel } from "./group_runs.ts";
import { html, raw } from "./html.ts";
import { distinctRuns, metricOf } from "./metrics.ts";
import { cells } from "./sections/cells.ts";
import { configuration } from "./sections/configuration.ts";
import { curvature } from "./sections/curvature.ts";
import { curves } from "./sections/curves.ts";
import { overview } from "./sections/overview.ts";
import { pipelineSection } from "./sections/pipeline_section.ts";
import { resultsTable } from "./sections/results_table.ts";
import { STYLE } from "./style.ts";

/** What a page is made of. */
export interface PageContent {
  /** Heading. */
  readonly title: string;
  /** Groups in the order in which they are shown. */
  readonly groups: readonly Group[];
  /** Folded DAG. */
  readonly graph: readonly FoldedStage[];
}

/**
 * The report as one HTML document that requests nothing: style and drawings are inline, there is no script. The same
 * content gives the same bytes.
 */
export function page(content: PageContent, draw: DrawDot): string {
  const { title, groups, graph } = content;
  const errors = dotChart({
    title: "Test error.",
    caption: "Dots: seeds. Bar: their mean.",
    y: "top-1 error",
    format: percent(1),
    groups: groups.map((group, colour) => ({
      label: group.label,
      colour,
      dots: distinctRuns(group, "test_error").flatMap((run) => {
        const value = metricOf(run, "test_error");
        return value === null ? [] : { label: runLabel(run), value };
      }),
    })),
  });
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>${title}</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <main>
    ${overview(title, groups)}
    ${resultsTable(groups)}
    ${errors && html`<div class="charts">${errors}</div>`}
    ${curvature(groups)}
    ${curves(groups)}
    ${cells(groups, draw)}
    ${pipelineSection(graph, draw)}
    ${configuration(groups)}
        </main>
      </body>
    </html>
  `.markup;
}
