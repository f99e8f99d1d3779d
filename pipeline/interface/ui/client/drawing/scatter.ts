/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import { Plot } from "./plot.ts";
import { type AxisValue, type Scale, scaleOf } from "./scale.ts";

/** A row in the plots: its coordinates and the metric. */
export interface PlottedRow {
  /** Index among all rows. */
  readonly index: number;
  readonly point: Readonly<Record<string, AxisValue>>;
  readonly value: number;
  /** Standard deviation over seeds; `null` for a single value. */
  readonly sd: number | null;
}

const HEIGHT = 300;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 14, 12, 40];

/** Pixels within which the pointer finds a point. */
const REACH = 24;

/** A metric against an axis, a point a row, with a line of one standard deviation over seeds. */
export function Scatter(
  { rows, axis, metric, log, lit, setLit }: {
    readonly rows: readonly PlottedRow[];
    readonly axis: string;
    readonly metric: string;
    readonly log: boolean;
    readonly lit: number | undefined;
    readonly setLit: (index: number | undefined) => void;
  },
): ComponentChild {
  const { x, y } = useMemo(() => ({
    x: scaleOf(rows.flatMap(({ point }) => point[axis] ?? []), log),
    y: scaleOf(
      rows.flatMap(({ value, sd }) => [value - (sd ?? 0), value + (sd ?? 0)]),
      false,
    ),
  }), [rows, axis, log]);
  const across = (at: number, width: number) =>
    LEFT + 8 + at * (width - LEFT - RIGHT - 16);
  const up = (at: number) =>
    HEIGHT - BOTTOM - 6 - at * (HEIGHT - BOTTOM - TOP - 12);
  const placeOf = (row: PlottedRow, width: number) => {
    const at = x.at(row.point[axis]);
    return at === undefined ? undefined : {
      x: across(at, width),
      y: up(y.at(row.value) ?? 0),
      high: up(y.at(row.value + (row.sd ?? 0)) ?? 0),
      low: up(y.at(row.value - (row.sd ?? 0)) ?? 0),
    };
  };
  const dot = (
    context: CanvasRenderingContext2D,
    row: PlottedRow,
    { width, size }: { readonly width: number; readonly size: number },
  ) => {
    const at = placeOf(row, width);
    if (at === undefined) return;
    context.beginPath();
    context.arc(at.x, at.y, size, 0, 2 * Math.PI);
    context.fill();
    if (row.sd === null) return;
    context.beginPath();
    context.moveTo(at.x, at.high);
    context.lineTo(at.x, at.low);
    context.stroke();
  };
  return h(Plot, {
    title: `${metric} against ${axis}, ${rows.length} points`,
    height: HEIGHT,
    shape: [rows, x, y],
    draw: (context, { width, palette }) => {
      drawFrame(context, { x, y, axis, width, palette, across, up });
      context.fillStyle = context.strokeStyle = palette.rest;
      context.globalAlpha = rows.length > 300 ? 0.35 : 0.75;
      for (const row of rows) dot(context, row, { width, size: 3.5 });
    },
    light: (context, { width, palette }) => {
      const row = rows.find(({ index }) => index === lit);
      if (row === undefined) return;
      context.fillStyle = context.strokeStyle = palette.best;
      context.lineWidth = 2;
      dot(context, row, { width, size: 6 });
    },
    point: (at) => {
      if (at === undefined) return setLit(undefined);
      let [best, distance] = [undefined as number | undefined, REACH ** 2];
      for (const row of rows) {
        const place = placeOf(row, at.width);
        if (place === undefined) continue;
        const own = (place.x - at.x) ** 2 + (place.y - at.y) ** 2;
        if (own < distance) [best, distance] = [row.index, own];
      }
      setLit(best);
    },
  });
}

function drawFrame(
  context: CanvasRenderingContext2D,
  { x, y, axis, width, palette, across, up }: {
    readonly x: Scale;
    readonly y: Scale;
    readonly axis: string;
    readonly width: number;
    readonly palette: { readonly soft: string; readonly line: string };
    readonly across: (at: number, width: number) => number;
    readonly up: (at: number) => number;
  },
): void {
  context.strokeStyle = palette.line;
  context.fillStyle = palette.soft;
  const rule = (from: [number, number], to: [number, number]) => {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  };
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { text, at } of y.ticks) {
    rule([LEFT, up(at)], [width - RIGHT, up(at)]);
    context.fillText(text, LEFT - 6, up(at));
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  let free = -Infinity;
  for (const { text, at } of x.ticks) {
    const place = across(at, width);
    rule([place, TOP], [place, HEIGHT - BOTTOM]);
    const half = context.measureText(text).width / 2;
    if (place - half < free) continue;
    free = place + half + 8;
    context.fillText(text, place, HEIGHT - BOTTOM + 6);
  }
  context.fillText(axis, (LEFT + width - RIGHT) / 2, HEIGHT - 16);
}
