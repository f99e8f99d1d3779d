/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import { numberText, spreadText } from "../../../../../common/quantities.ts";
import type { SweepAxisView } from "../../api.ts";
import { Plot } from "./plot.ts";
import { type Scale, scaleOf, valueText } from "./scale.ts";
import type { PlottedRow } from "./scatter.ts";

/** Most lines; of more rows the best are drawn. */
export const MOST_LINES = 2000;

const HEIGHT = 300;
const [TOP, BOTTOM, SIDE] = [30, 26, 52];
/** Least pixels between two axes. */
const LEAST_GAP = 86;
/** Steps from the colour of the worst rows to that of the best. */
const SHADES = 12;

/** Rows as lines across their axes to the metric, the better the warmer; an axis with a range of logarithms has its steps. */
export function Parallel(
  { rows, axes, logs, metric, better, lit, setLit }: {
    readonly rows: readonly PlottedRow[];
    readonly axes: readonly SweepAxisView[];
    /** Names of the axes that are logarithmic. */
    readonly logs: readonly string[];
    readonly metric: string;
    readonly better: "max" | "min";
    readonly lit: number | undefined;
    readonly setLit: (index: number | undefined) => void;
  },
): ComponentChild {
  const columns = useMemo(() => [
    ...axes.map(({ name }) => ({
      name,
      scale: scaleOf(
        rows.flatMap(({ point }) => point[name] ?? []),
        logs.includes(name),
      ),
      of: ({ point }: PlottedRow) => point[name],
    })),
    {
      name: metric,
      scale: scaleOf(rows.map(({ value }) => value), false),
      of: ({ value }: PlottedRow) => value,
    },
  ], [rows, axes, logs.join(), metric]);
  const last = columns.at(-1)!;
  const across = (index: number, width: number) =>
    SIDE + index * (width - 2 * SIDE) / Math.max(1, columns.length - 1);
  const up = (at: number) => HEIGHT - BOTTOM - at * (HEIGHT - BOTTOM - TOP);
  const heights = (row: PlottedRow) =>
    columns.map(({ scale, of }) => {
      const at = scale.at(of(row));
      return at === undefined ? undefined : up(at);
    });
  const line = (
    context: CanvasRenderingContext2D,
    row: PlottedRow,
    width: number,
  ) => {
    context.beginPath();
    let begun = false;
    heights(row).forEach((y, index) => {
      if (y === undefined) return;
      if (begun) context.lineTo(across(index, width), y);
      else context.moveTo(across(index, width), y);
      begun = true;
    });
    context.stroke();
  };
  return h(Plot, {
    title: `${
      columns.map(({ name }) => name).join(", ")
    } of ${rows.length} rows`,
    height: HEIGHT,
    least: 2 * SIDE + LEAST_GAP * (columns.length - 1),
    shape: [columns, better],
    draw: (context, { width, palette }) => {
      const worth = (row: PlottedRow) => {
        const at = last.scale.at(row.value) ?? 0;
        return Math.round((better === "max" ? at : 1 - at) * SHADES);
      };
      context.globalAlpha = rows.length > 300 ? 0.3 : 0.7;
      context.lineWidth = rows.length > 300 ? 1 : 1.5;
      const byShade = Map.groupBy(rows, worth);
      for (let shade = 0; shade <= SHADES; shade++) {
        const share = Math.round(100 * shade / SHADES);
        context.strokeStyle =
          `color-mix(in srgb, ${palette.best} ${share}%, ${palette.rest})`;
        for (const row of byShade.get(shade) ?? []) line(context, row, width);
      }
      context.globalAlpha = 1;
      columns.forEach(({ name, scale }, index) =>
        drawAxis(context, {
          name,
          scale,
          x: across(index, width),
          width,
          up,
          palette,
        })
      );
    },
    light: (context, { width, palette }) => {
      const row = rows.find(({ index }) => index === lit);
      if (row === undefined) return;
      context.strokeStyle = palette.ink;
      context.lineWidth = 2.5;
      line(context, row, width);
    },
    point: (at) => {
      if (at === undefined) return setLit(undefined);
      const gap = (at.width - 2 * SIDE) / Math.max(1, columns.length - 1);
      const place = Math.max(
        0,
        Math.min(columns.length - 1, (at.x - SIDE) / gap),
      );
      const [from, to] = [Math.floor(place), Math.ceil(place)];
      let [best, distance] = [undefined as number | undefined, 12];
      for (const row of rows) {
        const ys = heights(row);
        const [a, b] = [ys[from], ys[to]];
        if (a === undefined || b === undefined) continue;
        const own = Math.abs(a + (b - a) * (place - from) - at.y);
        if (own < distance) [best, distance] = [row.index, own];
      }
      setLit(best);
    },
  });
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { name, scale, x, width, up, palette }: {
    readonly name: string;
    readonly scale: Scale;
    readonly x: number;
    readonly width: number;
    readonly up: (at: number) => number;
    readonly palette: {
      readonly ink: string;
      readonly soft: string;
      readonly paper: string;
    };
  },
): void {
  context.strokeStyle = palette.soft;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, up(0));
  context.lineTo(x, up(1));
  context.stroke();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const text = (
    words: string,
    at: { x: number; y: number },
    colour: string,
  ) => {
    context.strokeStyle = palette.paper;
    context.lineWidth = 4;
    context.strokeText(words, at.x, at.y);
    context.fillStyle = colour;
    context.fillText(words, at.x, at.y);
  };
  const head = shortened(name);
  const half = context.measureText(head).width / 2 + 2;
  text(
    head,
    { x: Math.max(half, Math.min(width - half, x)), y: 12 },
    palette.ink,
  );
  // To the right of the first axis where names have no room to its left.
  const widest = Math.max(
    0,
    ...scale.ticks.map((tick) => context.measureText(tick.text).width),
  );
  const left = widest + 6 <= x;
  context.textAlign = left ? "right" : "left";
  for (const tick of scale.ticks) {
    text(tick.text, { x: x + (left ? -6 : 6), y: up(tick.at) }, palette.soft);
  }
}

/** The end of a long name, which tells metrics of one stage apart. */
function shortened(name: string): string {
  return name.length > 18 ? `…${name.slice(-17)}` : name;
}

/** The values of a row in words, for the line below the plots. */
export function rowText(
  { point, value, sd }: PlottedRow,
  metric: string,
): string {
  const spread = sd === null ? "" : ` ${spreadText(sd)}`;
  return [
    ...Object.entries(point).map(([axis, at]) => `${axis} ${valueText(at)}`),
    `${metric} ${numberText(value)}${spread}`,
  ].join(", ");
}
