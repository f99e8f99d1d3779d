import { html, type Markup } from "../html.ts";
import {
  chartFigure,
  type ChartText,
  colourClass,
  coordinate,
  HEIGHT,
  verticalAxis,
  verticalScale,
  WIDTH,
} from "./figure.ts";

/** A dot. */
export interface Dot {
  /** What it is, shown where the pointer rests. */
  readonly label: string;
  /** Its value. */
  readonly value: number;
}

/** A column of dots with their mean. */
export interface DotGroup {
  /** Name below the column. */
  readonly label: string;
  /** Place among all groups, which chooses the colour. */
  readonly colour: number;
  /** Large dots, of which the mean is drawn. */
  readonly dots: readonly Dot[];
  /** Small dots behind them. */
  readonly details?: readonly Dot[];
}

/** What a dot chart shows. */
export interface DotChart extends ChartText {
  /** Columns; those without dots are left out. */
  readonly groups: readonly DotGroup[];
  /** Value that the vertical axis must include. */
  readonly include?: number;
}

/** Spreads dots of a column sideways, so that equal values stay apart. */
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
  const [left, right, bottom] = [52, WIDTH - 12, HEIGHT - 44];
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
    const place = ({ value }: Dot, i: number, n: number) =>
      `cx="${coordinate(centre + offset(i, n))}" cy="${vertical.at(value)}"`;
    const mean = group.dots.reduce((sum, { value }) => sum + value, 0) /
      group.dots.length;
    const small = group.details ?? [];
    return html`
      <g
        class="${colourClass(group.colour)}">${small.map((dot, i) =>
          circle(place(dot, i, small.length), "detail", 2.5, dot, chart)
        )}<path class="mean" d="M${coordinate(centre - 30)},${vertical.at(
          mean,
        )}h60"><title>${group.label}: mean ${chart.format(
          mean,
        )}</title></path>${group.dots.map((dot, i) =>
          circle(place(dot, i, group.dots.length), "dot", 5, dot, chart)
        )}<text class="name" x="${coordinate(centre)}" y="${bottom +
          20}" text-anchor="middle">${group
          .label}</text><text class="tick" x="${coordinate(
            centre,
          )}" y="${bottom + 37}" text-anchor="middle">n = ${group.dots
          .length}</text></g>
    `;
  });
  return chartFigure(chart, [
    verticalAxis(vertical, chart, [left, right]),
    columns,
  ]);
}

function circle(
  place: string,
  kind: string,
  radius: number,
  dot: Dot,
  chart: DotChart,
): Markup {
  const title = html`<title>${dot.label}: ${chart.format(dot.value)}</title>`;
  return {
    markup:
      `<circle class="${kind}" ${place} r="${radius}">${title.markup}</circle>`,
  };
}
