import type { DotGroup } from "../charts/dot_chart.ts";
import { fixed, percent, points } from "../html/format.ts";
import { modeText } from "./number_notes.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import { metricCharts } from "./metric_chart.ts";
import { metricMaps } from "./metric_maps.ts";

/** Top eigenvalue of every batch of a group. */
function batchDots(group: Group): DotGroup["dots"] {
  return distinctRuns(group, "hessian").flatMap((run) =>
    run.found.hessian!.value.batches.flatMap(({ top }, i) =>
      top === null
        ? []
        : { label: `${runLabel(run)}, batch ${i + 1}`, value: top }
    )
  );
}

/** Test error or perplexity, largest eigenvalue and loss by discretisation, seed by seed or along the axes of a sweep. */
export function dotCharts(groups: readonly Group[]): Markup {
  const test = `Measured on the test images${modeText(groups, "test_error")}.`;
  const error = metricCharts({
    metric: "test_error",
    title: "Test error",
    legend: "Dots: seeds. Bar: their mean.",
    caption: `The axis need not start at zero. ${test}`,
    y: "top-1 error",
    format: percent(1),
  }, groups);
  const perplexity = metricCharts({
    metric: "test_perplexity",
    title: "Test perplexity",
    legend: "Dots: seeds. Bar: their mean.",
    caption: "The axis need not start at zero. Measured on the test text.",
    y: "perplexity",
    format: fixed(1),
  }, groups);
  const eigenvalue = metricCharts({
    metric: "hessian_top",
    title: "Largest Hessian eigenvalue",
    legend:
      "Large dots: seeds, mean over batches. Small dots: batches. Bar: mean over seeds.",
    caption: "",
    y: "eigenvalue",
    format: fixed(3),
    include: 0,
    details: batchDots,
  }, groups);
  const drop = metricCharts({
    metric: "discretisation_drop",
    title: "Loss by discretisation",
    legend: "",
    caption:
      "Validation accuracy of the supernet less that of its derived architecture on the same weights, with batch statistics.",
    y: "loss of accuracy, points",
    format: (value) => points(0)(value, { bare: true }),
    include: 0,
  }, groups);
  const maps = metricMaps({
    metric: "test_error",
    title: "Test error",
    caption: test,
    format: percent(1),
  }, groups);
  return markup`<div class="charts">${error}${maps}${perplexity}${eigenvalue}${drop}</div>`;
}
