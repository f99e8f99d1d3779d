/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { numberText } from "../../../../common/quantities.ts";
import { bandOf, type SeriesGroup } from "./groups.ts";
import { useMedia } from "./drawing/use_media.ts";

/** Number of colours; further groups reuse them with other dashes. */
const COLOURS = 6;
const DASHES = [[], [7, 4], [2, 4], [10, 3, 2, 3]];
const HEIGHT = 230;
/** Distances between the labels of the axis of steps, which are whole numbers. */
const STEPS = [1, 10, 100, 1000].flatMap((unit) => [unit, 2 * unit, 5 * unit])
  .concat(1e4, 1e5, 1e6);

/** Most groups in a chart; with more, they could not be distinguished. */
const MOST_GROUPS = 40;

/** Most members of a group with a line of their own. */
const MOST_LINES = 100;

/** The groups that charts show. */
export function shownGroups(
  groups: readonly SeriesGroup[],
): readonly SeriesGroup[] {
  return groups.filter(({ colour }) => colour < MOST_GROUPS);
}

/** Number of a group's colour in the style. */
export function colourOf(index: number): number {
  return index % COLOURS;
}

/**
 * Curves of groups: the mean of each with a band of one standard deviation, and with `each` thin lines for its members.
 */
export function Chart(
  { title, groups, each }: {
    readonly title: string;
    readonly groups: readonly SeriesGroup[];
    readonly each: boolean;
  },
): ComponentChild {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<{ made: uPlot; shape: string } | undefined>(undefined);
  const dark = useMedia("(prefers-color-scheme: dark)");
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    const { series, bands, data } = chartData(
      shownGroups(groups),
      each,
      coloursOf(target),
    );
    const shape = JSON.stringify([series.map(({ label }) => label), dark]);
    if (plot.current?.shape === shape) {
      plot.current.made.setData(data);
      return;
    }
    plot.current?.made.destroy();
    plot.current = {
      shape,
      made: new uPlot(
        optionsOf({ series, bands, width: target.clientWidth }, target),
        data,
        target,
      ),
    };
  }, [groups, each, dark]);
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    const watch = new ResizeObserver(() =>
      plot.current?.made.setSize({ width: target.clientWidth, height: HEIGHT })
    );
    watch.observe(target);
    return () => {
      watch.disconnect();
      plot.current?.made.destroy();
      plot.current = undefined;
    };
  }, []);
  return h("figure", { class: "chart" }, [
    h("figcaption", {}, title),
    h("div", { class: "plot", ref: place, role: "img", "aria-label": title }),
  ]);
}

interface Colours {
  readonly of: (index: number) => string;
  readonly soft: string;
  readonly line: string;
}

function coloursOf(target: Element): Colours {
  const style = getComputedStyle(target);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    of: (index) => read(`--c${colourOf(index)}`),
    soft: read("--soft"),
    line: read("--line"),
  };
}

function chartData(
  groups: readonly SeriesGroup[],
  each: boolean,
  colours: Colours,
): { series: uPlot.Series[]; bands: uPlot.Band[]; data: uPlot.AlignedData } {
  const steps = [
    ...new Set(
      groups.flatMap(({ members }) => members.flatMap(({ steps }) => steps)),
    ),
  ].sort((a, b) => a - b);
  const place = new Map(steps.map((step, index) => [step, index]));
  const align = (
    own: readonly number[],
    values: readonly (number | null)[],
  ): (number | null | undefined)[] => {
    // uPlot joins over undefined (a missing step) and leaves a gap for null (not finite).
    const row = new Array<number | null | undefined>(steps.length);
    own.forEach((step, index) => row[place.get(step)!] = values[index] ?? null);
    return row;
  };
  const series: uPlot.Series[] = [{ label: "step" }];
  const bands: uPlot.Band[] = [];
  const rows: (number | null | undefined)[][] = [];
  const hidden = { points: { show: false }, width: 0 };
  groups.forEach(({ name, members, colour: number }) => {
    const colour = colours.of(number);
    const dash = DASHES[Math.floor(number / COLOURS) % DASHES.length]!;
    const band = bandOf(members);
    const add = (
      options: uPlot.Series,
      own: readonly number[],
      values: readonly (number | null)[],
    ) => {
      series.push({ stroke: colour, ...options });
      rows.push(align(own, values));
    };
    if (members.length > 1) {
      add({ label: `${name} high`, ...hidden }, band.steps, band.high);
      add({ label: `${name} low`, ...hidden }, band.steps, band.low);
      const last = series.length - 1;
      bands.push({ series: [last - 1, last], fill: `${colour}28` });
      if (each) {
        for (
          const { instance, steps, values } of members.slice(0, MOST_LINES)
        ) {
          const thin = { width: 1, alpha: 0.45, points: { show: false } };
          add({ label: `${name} ${instance}`, ...thin }, steps, values);
        }
      }
    }
    add(
      { label: name, width: 2, dash, points: { size: 4, fill: colour } },
      band.steps,
      band.mean,
    );
  });
  return { series, bands, data: [steps, ...rows] as uPlot.AlignedData };
}

function optionsOf(
  chart: {
    readonly series: uPlot.Series[];
    readonly bands: uPlot.Band[];
    readonly width: number;
  },
  target: Element,
): uPlot.Options {
  const { soft, line } = coloursOf(target);
  const axis = {
    stroke: soft,
    font: "12px system-ui, sans-serif",
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1 },
  };
  return {
    ...chart,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false } },
    axes: [
      { ...axis, size: 30, incrs: STEPS },
      {
        ...axis,
        size: 58,
        values: (_plot, splits) => splits.map(numberText),
      },
    ],
    hooks: { setCursor: [showValues] },
  };
}

/** Writes the values at the pointer below the chart. */
function showValues(plot: uPlot): void {
  const { root, cursor: { idx }, series, data } = plot;
  const at = typeof idx === "number" ? idx : undefined;
  let line = root.querySelector(".values");
  if (line === null) {
    line = document.createElement("p");
    line.className = "values";
    root.append(line);
  }
  const shown = at === undefined
    ? []
    : series.flatMap(({ label, width }, index) => {
      const value = data[index]?.[at];
      return index === 0 || width !== 2 || typeof value !== "number"
        ? []
        : [`${label} ${numberText(value)}`];
    });
  line.textContent = at === undefined
    ? ""
    : `step ${data[0][at]}: ${shown.join(", ")}`;
}
