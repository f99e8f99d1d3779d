// @ts-types="@types/d3-scale"
import { scaleLinear, scaleLog } from "d3-scale";
// @ts-types="@types/d3-shape"
import { line } from "d3-shape";
import { extentOf, mean } from "../../../common/moments.ts";
import { type Markup, markup } from "../html/markup.ts";
import type { DataTable } from "./data_table.ts";
import type { Dot } from "./dot_chart.ts";
import {
  chartFigure,
  type ChartText,
  colourClass,
  coordinate,
  HEIGHT,
  isNamed,
  shadeAttribute,
  textAt,
  verticalAxis,
  verticalScale,
  WIDTH,
} from "./figure.ts";
import { placeLabels } from "./place_labels.ts";

/** Dots at one place of the horizontal axis. */
export interface ScatterColumn {
  readonly x: number;
  readonly dots: readonly Dot[];
}

/** Dots of one colour, with a line through the means of their columns. */
export interface ScatterSeries {
  readonly label: string;
  /** Index that chooses the colour. */
  readonly colour: number;
  /** Place along a scale of series of one colour, 0 to 1; null without one. */
  readonly shade: number | null;
  readonly columns: readonly ScatterColumn[];
}

/** A mean without a place on the horizontal axis: a level line. */
export interface Level {
  readonly label: string;
  /** Index that chooses the colour. */
  readonly colour: number;
  readonly dots: readonly Dot[];
}

/** Content of a scatter chart. */
export interface ScatterChart extends ChartText {
  /** Label of the horizontal axis. */
  readonly x: string;
  /** True for a logarithmic horizontal axis. */
  readonly log: boolean;
  readonly series: readonly ScatterSeries[];
  readonly levels: readonly Level[];
  /** Value that the vertical axis must include. */
  readonly include?: number | undefined;
}

/**
 * Chart of values along an axis of numbers: a dot for each run, a line through the means, and level lines for what has no
 * place on the axis.
 *
 * @returns The figure; `undefined` when no series has a dot.
 */
export function scatterChart(chart: ScatterChart): Markup | undefined {
  const series = chart.series.map((one) => ({
    ...one,
    columns: one.columns.filter(({ dots }) => dots.length > 0),
  })).filter(({ columns }) => columns.length > 0);
  if (series.length === 0) return undefined;
  const levels = chart.levels.filter(({ dots }) => dots.length > 0);
  const labels = series.length + levels.length > 1
    ? [...series.filter(isNamed), ...levels]
    : [];
  const longest = Math.max(0, ...labels.map(({ label }) => label.length));
  const area = {
    left: 52,
    right: WIDTH - Math.max(20, 14 + longest * 7.6),
    bottom: HEIGHT - 44,
  };
  const dots = [
    ...series.flatMap(({ columns }) => columns.flatMap(({ dots }) => dots)),
    ...levels.flatMap(({ dots }) => dots),
  ];
  const vertical = verticalScale(
    [...dots.map(({ value }) => value), chart.include ?? []].flat(),
    [area.bottom, 26],
  );
  const horizontal = horizontalAxis(chart, series, area);
  const scales = { x: horizontal.at, y: vertical.at };
  return chartFigure(chart, [
    verticalAxis(vertical, chart, [area.left, area.right]),
    horizontal.ticks,
    levels.map((level) => drawLevel(level, chart, { ...area, y: vertical.at })),
    series.map((one) => drawSeries(one, chart, scales)),
    drawNames(labels, { ...area, y: vertical.at }),
  ], { data: tableOf(chart, { series, levels }) });
}

function middleOf(dots: readonly Dot[]): number {
  return mean(dots.map(({ value }) => value));
}

type Scale = (value: number) => number;

function drawLevel(
  { label, colour, dots }: Level,
  { format }: ScatterChart,
  { left, right, y }: {
    readonly left: number;
    readonly right: number;
    readonly y: Scale;
  },
): Markup {
  const middle = middleOf(dots);
  return markup`<g class="${
    colourClass(colour)
  }"><path class="mean" d="M${left},${
    y(middle)
  }H${right}"><title>${label}, mean: ${format(middle)}</title></path></g>`;
}

function drawSeries(
  { label, colour, shade, columns }: ScatterSeries,
  { format }: ScatterChart,
  scales: { readonly x: Scale; readonly y: Scale },
): Markup {
  const path = line<ScatterColumn>().x(({ x }) => scales.x(x))
    .y(({ dots }) => scales.y(middleOf(dots))).digits(2);
  const dots = columns.flatMap(({ x, dots }) =>
    dots.map((dot) =>
      markup`<circle class="dot" cx="${scales.x(x)}" cy="${
        scales.y(dot.value)
      }" r="4"><title>${dot.label}: ${format(dot.value)}</title></circle>`
    )
  );
  return markup`<g class="${colourClass(colour)}"><g${
    shadeAttribute(shade)
  }><path class="run" d="${
    path([...columns]) ?? ""
  }"><title>${label}, mean</title></path>${dots}</g></g>`;
}

/** Names on the right, each as high as the end of its line, if there is room. */
function drawNames(
  labels: readonly (ScatterSeries | Level)[],
  { right, bottom, y }: {
    readonly right: number;
    readonly bottom: number;
    readonly y: Scale;
  },
): Markup[] {
  const places = placeLabels(
    labels.map((one) =>
      y(middleOf("columns" in one ? one.columns.at(-1)!.dots : one.dots))
    ),
    { gap: 15, low: 26, high: bottom },
  );
  return labels.map(({ label, colour }, i) =>
    markup`<g class="${colourClass(colour)}"><text class="name" x="${
      coordinate(right + 9)
    }" y="${places[i]! + 4}">${label}</text></g>`
  );
}

function tableOf(
  { x, y }: ScatterChart,
  { series, levels }: Pick<ScatterChart, "series" | "levels">,
): DataTable {
  return {
    head: ["group", x, "run", y],
    rows: [
      ...series.flatMap(({ label, columns }) =>
        columns.flatMap(({ x, dots }) =>
          dots.map((dot) => [label, x, dot.label, dot.value])
        )
      ),
      ...levels.flatMap(({ label, dots }) =>
        dots.map((dot) => [label, null, dot.label, dot.value])
      ),
    ],
  };
}

/** Least distance of two numbers below the axis, in units of the chart. */
const TICK_ROOM = 34;

function horizontalAxis(
  { x: name, log }: ScatterChart,
  series: readonly ScatterSeries[],
  { left, right, bottom }: {
    readonly left: number;
    readonly right: number;
    readonly bottom: number;
  },
): { readonly at: (x: number) => number; readonly ticks: Markup[] } {
  const places = series.flatMap(({ columns }) => columns.map(({ x }) => x));
  const [first, last] = extentOf(places);
  const margin = first === last ? Math.abs(first) / 2 || 1 : 0;
  const domain = [first - margin, last + margin];
  // Room for the dots at both ends.
  const range = [left + 8, right - 8];
  const scale = log
    ? scaleLog().domain(domain).range(range)
    : scaleLinear().domain(domain).range(range);
  const at = (x: number) => coordinate(scale(x));
  const candidates = log && last / first >= 100
    ? scale.ticks().filter((tick) =>
      Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9
    )
    : scale.ticks(5);
  let end = -Infinity;
  const ticks = candidates.filter((tick) => {
    if (at(tick) - end < TICK_ROOM) return false;
    end = at(tick);
    return true;
  }).map((tick) =>
    markup`<path class="grid" d="M${at(tick)},${bottom}v5"/>${
      textAt(
        "tick",
        [at(tick), bottom + 18],
        "middle",
        String(Number(tick.toPrecision(6))),
      )
    }`
  );
  ticks.push(
    textAt(
      "axis",
      [(left + right) / 2, HEIGHT - 6],
      "middle",
      [name, log && " (logarithmic)"],
    ),
  );
  return { at, ticks };
}
