import { type Markup, markup } from "../html/markup.ts";
import {
  chartFigure,
  type ChartText,
  colourClass,
  coordinate,
  HEIGHT,
  textAt,
  WIDTH,
} from "./figure.ts";

/** Content of a heat map: a darker place has a larger value. */
export interface HeatMap extends ChartText {
  /** Index among all groups, which chooses the colour. */
  readonly colour: number;
  /** Label of the horizontal axis. */
  readonly x: string;
  /** Names of the columns, from the left. */
  readonly columns: readonly string[];
  /** Names of the rows, from the top. */
  readonly rows: readonly string[];
  /** Values, row by row; a place without one stays empty. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Values of the palest and the darkest colour; default: the smallest and the largest value. */
  readonly range?: readonly [low: number, high: number] | undefined;
}

/** Most names that fit along an axis. */
const MOST_NAMES = 12;
const PALEST = 0.06;

/**
 * Heat map: a grid of places in one colour of varying strength, with a scale beside it.
 *
 * @returns The figure; `undefined` where nothing has a value.
 */
export function heatMap(map: HeatMap): Markup | undefined {
  const known = map.values.flat().filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const [low, high] = map.range ?? [Math.min(...known), Math.max(...known)];
  const [left, right] = [
    Math.min(150, 24 + 6.4 * longest(map.rows)),
    WIDTH - 78,
  ];
  const [top, bottom] = [26, HEIGHT - 44];
  const wide = (right - left) / map.columns.length;
  const tall = (bottom - top) / map.rows.length;
  const strength = (value: number) =>
    coordinate(
      PALEST + (1 - PALEST) * (high > low ? (value - low) / (high - low) : 1),
    );
  const places = map.values.flatMap((row, r) =>
    row.map((value, c) => {
      if (value === null) return null;
      const title = `${map.rows[r]}, ${map.columns[c]}: ${map.format(value)}`;
      return markup`<rect class="heat" x="${coordinate(left + c * wide)}" y="${
        coordinate(top + r * tall)
      }" width="${coordinate(wide)}" height="${
        coordinate(tall)
      }" fill-opacity="${strength(value)}"><title>${title}</title></rect>`;
    })
  );
  const columns = thinned(map.columns).map(([name, c]) =>
    textAt("tick", [left + (c + 0.5) * wide, bottom + 16], "middle", name)
  );
  const rows = thinned(map.rows).map(([name, r]) =>
    textAt("tick", [left - 8, top + (r + 0.5) * tall + 4], "end", name)
  );
  const steps = Array.from({ length: 11 }, (_, i) => i / 10);
  const scale = steps.map((step) =>
    markup`<rect class="heat" x="${right + 14}" y="${
      coordinate(bottom - (step + 0.1) * (bottom - top) / 1.1)
    }" width="12" height="${coordinate((bottom - top) / 11)}" fill-opacity="${
      coordinate(PALEST + (1 - PALEST) * step)
    }"/>`
  );
  const ends = [
    textAt("tick", [right + 30, bottom], "start", map.format(low)),
    textAt("tick", [right + 30, top + 10], "start", map.format(high)),
  ];
  return chartFigure(map, [
    markup`<g class="${
      colourClass(map.colour)
    }">${places}${scale}</g>${columns}${rows}${ends}`,
    textAt("axis", [6, 14], "start", map.y),
    textAt("axis", [(left + right) / 2, HEIGHT - 10], "middle", map.x),
  ], {
    data: {
      head: [`${map.y} \\ ${map.x}`, ...map.columns],
      rows: map.values.map((row, r) => [map.rows[r]!, ...row]),
    },
  });
}

/** Heat maps on one scale and in one colour, as strengths of different colours cannot be compared. */
export function heatMaps(
  maps: readonly Omit<HeatMap, "colour" | "range">[],
): (Markup | undefined)[] {
  const known = maps.flatMap(({ values }) => values.flat())
    .filter((value) => value !== null);
  const range = [Math.min(...known), Math.max(...known)] as const;
  return maps.map((map) => heatMap({ ...map, colour: 0, range }));
}

function longest(names: readonly string[]): number {
  return Math.max(...names.map(({ length }) => length));
}

/** Names that fit, evenly chosen, with the first and the last, and their indices. */
function thinned(names: readonly string[]): [string, number][] {
  const every = Math.ceil((names.length - 1) / (MOST_NAMES - 1)) || 1;
  return names.map((name, i): [string, number] => [name, i])
    .filter(([, i]) =>
      i % every === 0 && (i === 0 || names.length - 1 - i >= every) ||
      i === names.length - 1
    );
}
