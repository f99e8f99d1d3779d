// @ts-types="@types/d3-scale"
import { scaleLinear } from "d3-scale";
// @ts-types="@types/d3-shape"
import { area, line } from "d3-shape";
import { type Markup, markup } from "../html/markup.ts";
import {
  chartFigure,
  type ChartText,
  colourClass,
  coordinate,
  HEIGHT,
  isNamed,
  shadeAttribute,
  textAt,
  type Value,
  verticalAxis,
  verticalScale,
  WIDTH,
} from "./figure.ts";
import type { DataTable } from "./data_table.ts";
import { isFiniteNumber } from "../statistics/aggregate.ts";
import { deviation, extentOf, mean } from "../../../common/moments.ts";
import { placeLabels } from "./place_labels.ts";

/** A position and its value. */
export type Sample = readonly [x: number, y: Value];

/** Position and ends of a band. */
type Edge = readonly [x: number, low: number, high: number];

/** A thin line of one run. */
export interface RunLine {
  /** Name of the run, for the tooltip. */
  readonly label: string;
  /** Ordered by position. */
  readonly samples: readonly Sample[];
}

/** Lines of a group: one for each run and their mean. */
export interface LineGroup {
  readonly label: string;
  /** Index among all groups, which chooses the colour. */
  readonly colour: number;
  /**
   * Place along a scale of the groups that share the colour, 0 to 1: the line is the stronger the larger it is. Of groups
   * with a place only the mean is drawn, and only the first and the last of a colour are named.
   */
  readonly shade?: number | null;
  readonly runs: readonly RunLine[];
}

/** Content of a line chart. */
export interface LineChart extends ChartText {
  /** Label of the horizontal axis. */
  readonly x: string;
  /** Groups; those without a value are left out. */
  readonly groups: readonly LineGroup[];
  /** Value that the vertical axis must include. */
  readonly include?: number;
  /**
   * For runs that may lack values: means are over the runs that have a value at a position, with a band of one sample
   * standard deviation on both sides, cut off at `least`.
   */
  readonly spread?: { readonly least: number };
}

/** Mean and sample standard deviation of the runs that have a value at a position. */
export interface SpreadSample {
  readonly x: number;
  readonly mean: number;
  /** Sample standard deviation; null for one value. */
  readonly std: number | null;
  /** Number of runs with a value. */
  readonly n: number;
}

/** Most runs with a column of their own in the table. */
const MOST_COLUMNS = 40;

/** Mean and spread at each position that any run has a value for. */
export function spreadLine(runs: readonly RunLine[]): SpreadSample[] {
  const positions = Map.groupBy(runs.flatMap((run) => run.samples), ([x]) => x);
  return [...positions].sort(([a], [b]) => a - b).flatMap(([x, samples]) => {
    const values = samples.map(([, y]) => y).filter(isFiniteNumber);
    const n = values.length;
    return n === 0
      ? []
      : [{ x, mean: mean(values), std: deviation(values), n }];
  });
}

/** Mean over runs at each position that every run has a value for. */
export function meanLine(runs: readonly RunLine[]): Sample[] {
  return spreadLine(runs).filter(({ n }) => n === runs.length)
    .map(({ x, mean }) => [x, mean]);
}

function hasValue({ samples }: RunLine): boolean {
  return samples.some(([, y]) => y !== null);
}

/** A group as a chart draws it: runs with a value, their mean, and the band around it. */
interface DrawnGroup extends LineGroup {
  readonly mean: readonly Sample[];
  readonly band: readonly Edge[];
}

function drawnGroup(
  group: LineGroup,
  spread: LineChart["spread"],
): DrawnGroup {
  const runs = group.runs.filter(hasValue);
  if (spread === undefined) {
    return { ...group, runs, mean: meanLine(runs), band: [] };
  }
  const line = spreadLine(runs);
  return {
    ...group,
    runs,
    mean: line.map(({ x, mean }): Sample => [x, mean]),
    band: line.filter(({ std }) => std !== null).map(
      ({ x, mean, std }): Edge => [
        x,
        Math.max(mean - std!, spread.least),
        mean + std!,
      ],
    ),
  };
}

/**
 * Chart of lines over a whole-numbered axis: a thick mean line for each group, a thin line for each run.
 *
 * @returns The figure; `undefined` when no group has a value.
 */
export function lineChart(chart: LineChart): Markup | undefined {
  const groups = chart.groups.map((group) => drawnGroup(group, chart.spread))
    .filter(({ mean }) => mean.length > 0);
  if (groups.length === 0) return undefined;

  const longest = Math.max(
    ...groups.filter(isNamed).map(({ label }) => label.length),
  );
  const left = 52;
  const right = WIDTH - Math.max(20, 14 + longest * 8.4);
  const bottom = HEIGHT - 44;
  const samples = groups.flatMap(({ runs }) => runs.flatMap((r) => r.samples));
  const positions = samples.map(([x]) => x);
  const [first, last] = extentOf(positions);
  const horizontal = scaleLinear()
    .domain(first === last ? [first - 1, last + 1] : [first, last])
    .range([left, right]);
  const vertical = verticalScale(
    [
      ...samples.flatMap(([, y]) => y ?? []),
      ...groups.flatMap(({ band }) =>
        band.flatMap(([, low, high]) => [low, high])
      ),
      ...chart.include === undefined ? [] : [chart.include],
    ],
    [bottom, 26],
  );
  const ticks = horizontal.ticks(6).filter(Number.isInteger).map((tick) =>
    textAt("tick", [horizontal(tick), bottom + 18], "middle", tick)
  );
  return chartFigure(chart, [
    verticalAxis(vertical, chart, [left, right]),
    ticks,
    textAt("axis", [(left + right) / 2, HEIGHT - 6], "middle", chart.x),
    ...drawLines(groups, { horizontal, vertical: vertical.at, right, bottom }),
  ], { data: tableOf(chart.x, groups) });
}

/** Bands, thin lines of runs, and thick lines of means with their labels: drawn in this order. */
function drawLines(
  groups: readonly DrawnGroup[],
  { horizontal, vertical, right, bottom }: {
    readonly horizontal: (x: number) => number;
    readonly vertical: (y: number) => number;
    /** Right end of the horizontal axis; labels begin after a gap. */
    readonly right: number;
    readonly bottom: number;
  },
): Markup[][] {
  const path = line<Sample>()
    .defined(([, y]) => y !== null)
    .x(([x]) => horizontal(x))
    .y(([, y]) => vertical(y!))
    .digits(2);
  const draw = (line: readonly Sample[]) => path([...line]) ?? "";
  const bandPath = area<Edge>().x(([x]) => horizontal(x))
    .y0(([, low]) => vertical(low)).y1(([, , high]) => vertical(high))
    .digits(2);
  const bands = groups.flatMap(({ colour, band }) =>
    band.length < 2
      ? []
      : markup`<path class="band ${colourClass(colour)}" d="${
        bandPath([...band])
      }"/>`
  );
  const thin = groups.map(({ label, colour, runs, shade }) => {
    const lines = runs.map((run) =>
      curve("run", draw(run.samples), `${label}, ${run.label}`)
    );
    return markup`<g class="${colourClass(colour)}">${
      lines.length > 1 && (shade ?? null) === null && lines
    }</g>`;
  });
  const named = groups.filter(isNamed);
  const labels = placeLabels(
    named.map(({ mean }) => vertical(mean.at(-1)![1]!)),
    { gap: 15, low: 26, high: bottom },
  );
  const thick = groups.map((group) => {
    const { label, colour, runs, mean, shade } = group;
    const [x, y] = mean.at(-1)!;
    const place = named.indexOf(group);
    return markup`<g class="${colourClass(colour)}"><g${
      shadeAttribute(shade)
    }>${
      curve("mean", draw(mean), `${label}, mean of ${runs.length}`)
    }<circle class="end" cx="${coordinate(horizontal(x))}" cy="${
      vertical(y!)
    }" r="3"/></g>${
      place >= 0 &&
      markup`<text class="name" x="${coordinate(right + 9)}" y="${
        labels[place]! + 4
      }">${label}</text>`
    }</g>`;
  });
  return [bands, thin, thick];
}

/** Means of the groups, and the values of their runs where there are not too many. */
function tableOf(
  x: string,
  groups: readonly (LineGroup & { readonly mean: readonly Sample[] })[],
): DataTable {
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  const columns = groups.flatMap(({ label, mean, runs: own }) => [
    { name: `${label}, mean`, samples: mean },
    ...own.map((run) => ({
      name: `${label}, ${run.label}`,
      samples: run.samples,
    })).slice(0, runs > MOST_COLUMNS ? 0 : undefined),
  ]).map(({ name, samples }) => ({ name, at: new Map(samples) }));
  const positions = [...new Set(columns.flatMap(({ at }) => [...at.keys()]))]
    .sort((a, b) => a - b);
  return {
    head: [x, ...columns.map(({ name }) => name)],
    rows: positions.map((position) => [
      position,
      ...columns.map(({ at }) => at.get(position) ?? null),
    ]),
  };
}

function curve(kind: "run" | "mean", path: string, title: string): Markup {
  return markup`<path class="${kind}" d="${path}"><title>${title}</title></path>`;
}
