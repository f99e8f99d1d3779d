// @ts-types="@types/d3-scale"
import { scaleLinear } from "d3-scale";
import { extentOf } from "../../../common/moments.ts";
import { type DataTable, dataTable } from "./data_table.ts";
import { type Content, type Markup, markup } from "../html/markup.ts";

/** A finite value or a gap. */
export type Value = number | null;

/** Texts around a chart. */
export interface ChartText {
  readonly title: string;
  readonly caption: string;
  /** Label of the vertical axis. */
  readonly y: string;
  /** Formats the ticks of the vertical axis. */
  readonly format: (value: number) => string;
}

/** Width of a chart in its own units. */
export const WIDTH = 500;
/** Opacity of the first place of a scale. */
const PALEST = 0.3;
/** Height of a chart in its own units. */
export const HEIGHT = 290;

/** Rounds a coordinate, so that the bytes are the same on every machine. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Vertical scale over values, with round ends. */
export function verticalScale(
  values: readonly number[],
  range: readonly [number, number],
): { at: (value: number) => number; ticks: number[] } {
  const [low, high] = extentOf(values);
  const margin = high > low ? 0 : Math.abs(high) * 0.1 || 1;
  const scale = scaleLinear().domain([low - margin, high + margin]).nice(5)
    .range(range);
  return { at: (value) => coordinate(scale(value)), ticks: scale.ticks(5) };
}

/** Lines and numbers of the vertical axis. */
export function verticalAxis(
  scale: ReturnType<typeof verticalScale>,
  text: ChartText,
  [left, right]: readonly [number, number],
): Content {
  const lines = scale.ticks.map((tick) => {
    const y = scale.at(tick);
    return markup`<path class="grid" d="M${left},${y}H${right}"/><text class="tick" x="${
      left - 8
    }" y="${y + 4}" text-anchor="end">${text.format(tick)}</text>`;
  });
  return [lines, markup`<text class="axis" x="6" y="14">${text.y}</text>`];
}

/** A text in a chart. */
export function textAt(
  kind: "tick" | "axis" | "name",
  [x, y]: readonly [x: number, y: number],
  anchor: "start" | "middle" | "end",
  content: Content,
): Markup {
  return markup`<text class="${kind}" x="${coordinate(x)}" y="${
    coordinate(y)
  }" text-anchor="${anchor}">${content}</text>`;
}

/** A chart with heading and caption; one wider than {@linkcode WIDTH} takes a whole row, one wider than that is scrolled. */
export function chartFigure(
  { title, caption }: ChartText,
  content: Content,
  { width = WIDTH, data }: {
    readonly width?: number;
    readonly data: DataTable;
  },
): Markup {
  const kind = width > WIDTH ? "chart wide" : "chart";
  return markup`<figure class="${kind}"><figcaption><strong>${title}.</strong> ${caption}</figcaption>
<svg viewBox="0 0 ${width} ${HEIGHT}"${
    width > 2 * WIDTH && markup` style="min-width:${width}px"`
  } role="img" aria-label="${title}. ${caption}"><title>${title}</title>
${content}
</svg>
${dataTable(data)}</figure>
`;
}

/** Class that gives a group its colour. */
export function colourClass(index: number): string {
  return `c${index % 6}`;
}

/** True for what has its name beside its line: at an end of a scale, or without one. */
export function isNamed({ shade }: { shade?: number | null }): boolean {
  return (shade ?? null) === null || shade === 0 || shade === 1;
}

/** Attribute of a group of lines at a place of a scale; nothing without a place. */
export function shadeAttribute(shade: number | null | undefined): Content {
  return typeof shade === "number" &&
    markup` opacity="${shadeOpacity(shade)}"`;
}

/** Opacity at a place of a scale, 0 to 1: the first is pale, but visible. */
export function shadeOpacity(place: number): number {
  return coordinate(PALEST + (1 - PALEST) * place);
}
