import { dotChart, type DotGroup } from "../charts/dot_chart.ts";
import { fixed, percent } from "../html/format.ts";
import { modeText } from "./number_notes.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import {
  distinctRuns,
  type MetricName,
  metricOf,
  runsOf,
} from "../runs/metrics.ts";

function columns(groups: readonly Group[], metric: MetricName): DotGroup[] {
  return groups.map((group, colour) => ({
    label: group.label,
    colour,
    dots: runsOf(group, metric).flatMap((run) => {
      const value = metricOf(run, metric);
      return value === null ? [] : { label: runLabel(run), value };
    }),
  }));
}

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

/** Test error, largest eigenvalue and loss by discretisation, seed by seed. */
export function dotCharts(groups: readonly Group[]): Markup {
  const error = dotChart({
    title: "Test error",
    caption:
      `Dots: seeds. Bar: their mean. The axis does not start at zero. Measured on the test images${
        modeText(groups, "test_error")
      }.`,
    y: "top-1 error",
    format: percent(1),
    groups: columns(groups, "test_error"),
  });
  const eigenvalue = dotChart({
    title: "Largest Hessian eigenvalue",
    caption:
      "Large dots: seeds, mean over batches. Small dots: batches. Bar: mean over seeds.",
    y: "eigenvalue",
    format: fixed(3),
    include: 0,
    groups: columns(groups, "hessian_top").map((column, i) => ({
      ...column,
      details: batchDots(groups[i]!),
    })),
  });
  const drop = dotChart({
    title: "Loss by discretisation",
    caption:
      "Validation accuracy of the supernet less that of its derived architecture on the same weights, with batch statistics.",
    y: "loss of accuracy",
    format: percent(0),
    include: 0,
    groups: columns(groups, "discretisation_drop"),
  });
  return markup`<div class="charts">${error}${eigenvalue}${drop}</div>`;
}
