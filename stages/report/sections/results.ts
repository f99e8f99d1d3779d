import type { Group } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import { dotCharts } from "./dot_charts.ts";
import { resultsTable } from "./results_table.ts";
import { hessianNote } from "./spectrum_chart.ts";

/** Table of results, charts of its main columns and a note on the Hessian. */
export function results(groups: readonly Group[]): Markup {
  const note = hessianNote(groups);
  return markup`<section><h2>Results</h2>
${resultsTable(groups)}
${dotCharts(groups)}
${note !== undefined && markup`<p class="note after">${note}</p>`}</section>`;
}
