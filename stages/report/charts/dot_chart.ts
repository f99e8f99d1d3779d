import { mean } from "../../../common/moments.ts";
import { type Markup, markup } from "../html/markup.ts";
import {
  chartFigure,
  type ChartText,
  colourClass,
  coordinate,
  HEIGHT,
  textAt,
  verticalAxis,
  verticalScale,
  WIDTH,
} from "./figure.ts";

/** A dot of a column. */
export interface Dot {
  readonly label: string;
  readonly value: number;
}

/** A column of dots with their mean. */
export interface DotGroup {
  readonly label: string;
  /** Index among all groups, which chooses the colour. */
  readonly colour: number;
  /** Large dots; a bar marks their mean. */
  readonly dots: readonly Dot[];
  readonly details?: readonly Dot[];
}

/** Content of a dot chart. */
export interface DotChart extends ChartText {
  /** Columns; those without dots are left out. */
  readonly groups: readonly DotGroup[];
  /** Value that the vertical axis must include. */
  readonly include?: number;
}

/** Most groups whose names fit a chart of normal width. */
const MOST_NARROW = 5;

/** Least width of a column, in units of the chart. */
const COLUMN = 84;

/** Horizontal offset of a dot, so that equal values stay apart. */
function offset(index: number, n: number): number {
  return n < 2 ? 0 : (index / (n - 1) - 0.5) * Math.min(44, 14 * (n - 1));
}

/**
 * Chart with a column of dots for each group and a bar at their mean.
 *
 * @returns The figure; `undefined` when no group has a dot.
 */
export function dotChart(chart: DotChart): Markup | undefined {
  const groups = chart.groups.filter(({ dots }) => dots.length > 0);
  if (groups.length === 0) return undefined;
  const width = groups.length > MOST_NARROW
    ? Math.max(2 * WIDTH, COLUMN * groups.length)
    : WIDTH;
  const [left, right, bottom] = [52, width - 12, HEIGHT - 58];
  const vertical = verticalScale(
    [
      ...groups.flatMap(({ dots, details = [] }) => [...dots, ...details])
        .map(({ value }) => value),
      ...chart.include === undefined ? [] : [chart.include],
    ],
    [bottom, 26],
  );
  const step = (right - left) / groups.length;
  const columns = groups.map((group, index) => {
    const centre = left + step * (index + 0.5);
    const draw = (kind: DotKind, dots: readonly Dot[]) =>
      dots.map((dot, i) => {
        const x = coordinate(centre + offset(i, dots.length));
        const title = `${group.label}, ${dot.label}: ${
          chart.format(dot.value)
        }`;
        return circle(kind, [x, vertical.at(dot.value)], title);
      });
    const middle = mean(group.dots.map(({ value }) => value));
    const bar = `M${coordinate(centre - 30)},${vertical.at(middle)}h60`;
    const title = `${group.label}, mean: ${chart.format(middle)}`;
    const lines = group.label.split(" · ");
    const sizes = `n = ${group.dots.length}`;
    return markup`<g class="${colourClass(group.colour)}">${
      draw("detail", group.details ?? [])
    }<path class="bar" d="${bar}"><title>${title}</title></path>${
      draw("dot", group.dots)
    }${
      lines.map((line, i) =>
        textAt("name", [centre, bottom + 20 + 15 * i], "middle", line)
      )
    }${
      textAt("tick", [centre, bottom + 22 + 15 * lines.length], "middle", sizes)
    }</g>`;
  });
  const axis = verticalAxis(vertical, chart, [left, right]);
  return chartFigure(chart, [axis, columns], {
    width,
    data: {
      head: ["group", "run", chart.y],
      rows: groups.flatMap(({ label, dots, details = [] }) =>
        [...dots, ...details].map((dot) => [label, dot.label, dot.value])
      ),
    },
  });
}

type DotKind = "dot" | "detail";
type Place = readonly [x: number, y: number];

function circle(kind: DotKind, [x, y]: Place, title: string): Markup {
  const radius = kind === "dot" ? 5 : 2.5;
  return markup`<circle class="${kind}" cx="${x}" cy="${y}" r="${radius}"><title>${title}</title></circle>`;
}
