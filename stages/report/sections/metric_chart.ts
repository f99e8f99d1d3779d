import { dotChart, type DotGroup } from "../charts/dot_chart.ts";
import type { ChartText } from "../charts/figure.ts";
import { scatterChart } from "../charts/scatter_chart.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import type { Markup } from "../html/markup.ts";
import { type MetricName, metricOf, runsOf } from "../runs/metrics.ts";
import {
  looksOf,
  placeOn,
  seriesName,
  seriesOf,
  sweptAxes,
  type SweptAxis,
} from "../runs/swept_axes.ts";

/** A chart of a metric, without its groups. */
export interface MetricChart extends ChartText {
  readonly metric: MetricName;
  /** Sentences that name the dots and bars of columns. */
  readonly legend: string;
  /** Value that the vertical axis must include. */
  readonly include?: number;
  /** Small dots of a group in columns. */
  readonly details?: (group: Group) => DotGroup["dots"];
}

/** Charts of a metric: along each axis of many numbers, and else a column of dots for each group. */
export function metricCharts(
  chart: MetricChart,
  groups: readonly Group[],
): (Markup | undefined)[] {
  const { metric, details, legend, ...text } = chart;
  const axes = sweptAxes(groups);
  const scales = axes.filter(({ scale }) => scale !== null);
  if (scales.length > 0) {
    return scales.map((axis) => along(axis, chart, { groups, axes }));
  }
  const looks = looksOf(groups);
  return [dotChart({
    ...text,
    caption: [legend, text.caption].filter(Boolean).join(" "),
    groups: groups.map((group, i) => ({
      label: group.label,
      colour: looks[i]!.colour,
      dots: dotsOf(group, metric),
      ...(details === undefined ? {} : { details: details(group) }),
    })),
  })];
}

/** Chart of a metric along an axis. */
function along(
  axis: SweptAxis,
  { metric, details: _, legend: __, title, caption, ...text }: MetricChart,
  { groups, axes }: {
    readonly groups: readonly Group[];
    readonly axes: readonly SweptAxis[];
  },
): Markup | undefined {
  const others = axes.filter((one) => one !== axis);
  const [shading] = others.filter(({ scale }) => scale !== null);
  const names = new Set(groups.map(({ name }) => name));
  const looks = looksOf(groups);
  const series = [...seriesOf(groups, [axis]).values()].map((members) => ({
    members,
    label: seriesName(members, others, names),
    colour: looks[groups.indexOf(members[0]!)]!.colour,
    shade: shading === undefined ? null : placeOn(shading, members[0]!),
    isAlong: members[0]!.point[axis.name] !== undefined,
  }));
  const shaded = shading === undefined
    ? ""
    : ` The paler, the smaller ${shading.name}.`;
  return scatterChart({
    ...text,
    title: `${title} along ${axis.name}`,
    caption: `Dots: runs. Lines: means.${shaded} ${caption}`,
    x: axis.name,
    log: axis.scale === "log",
    series: series.filter(({ isAlong }) => isAlong).map((one) => ({
      ...one,
      columns: one.members.map((group) => ({
        x: Number(group.point[axis.name]),
        dots: dotsOf(group, metric).map((dot) => ({
          ...dot,
          label: `${group.label}, ${dot.label}`,
        })),
      })).sort((a, b) => a.x - b.x),
    })),
    levels: series.filter(({ isAlong }) => !isAlong).map((one) => ({
      ...one,
      dots: one.members.flatMap((group) => dotsOf(group, metric)),
    })),
  });
}

function dotsOf(group: Group, metric: MetricName): DotGroup["dots"] {
  return runsOf(group, metric).flatMap((run) => {
    const value = metricOf(run, metric);
    return value === null ? [] : { label: runLabel(run), value };
  });
}
