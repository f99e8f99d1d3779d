import { type ComponentChild, h } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { StateView, SweepRows as Sweep } from "../api.ts";
import { type Choices, type Choose, useChoices } from "./address.ts";
import { Menu, Tick } from "./choices.ts";
import { Empty, plainLine } from "./empty.ts";
import { useAnswer } from "./hooks.ts";
import { MOST_LINES, Parallel, rowText } from "./drawing/parallel.ts";
import { looksLogarithmic } from "../../../../common/moments.ts";
import { numbersOf } from "./drawing/scale.ts";
import { type PlottedRow, Scatter } from "./drawing/scatter.ts";
import { Correlations } from "./correlations.ts";
import { correlationsOf, orderText, readOrder, valueIn } from "./sweep_rows.ts";
import { SweepTable } from "./sweep_table.ts";

/** The configurations of a sweep: which were best, and what that depends on. Its choices are in the address. */
export function SweepView(
  { state, stage, open, openLog }: {
    readonly state: StateView;
    readonly stage: string;
    readonly open: (stage: string) => void;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [choices, choose] = useChoices();
  const { seeds = "joined" } = choices;
  const answer = useAnswer<Sweep>(
    { path: "sweep", query: { stage, seeds } },
    state.version,
  );
  // The last answer stays on the page until the next one, so that the keyboard keeps its focus.
  const last = useRef<Sweep>(undefined);
  if (answer !== undefined) last.current = answer;
  const sweep = last.current;
  if (!sweep || sweep.stage === null) {
    return h(Empty, {
      read: sweep !== undefined,
      text: "No stage has numbers yet.",
    });
  }
  return h("section", {}, [
    sweep.damaged.map(plainLine),
    h(Configurations, {
      key: sweep.stage,
      sweep,
      choices,
      choose,
      repeated: state.instances.some(({ stage, point }) =>
        stage === sweep.stage &&
        sweep.seedAxes.some((name) => point[name] !== undefined)
      ),
      stageMenu: h(Menu, {
        label: "Stage",
        value: sweep.stage,
        options: sweep.stages,
        choose: open,
      }),
      openLog,
    }),
  ]);
}

function Configurations(
  { sweep, choices, choose, repeated, stageMenu, openLog }: {
    readonly sweep: Sweep;
    readonly choices: Choices;
    readonly choose: Choose;
    /** True where a seed axis repeats the stage. */
    readonly repeated: boolean;
    readonly stageMenu: ComponentChild;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [lit, setLit] = useState<number>();
  const { axes, metrics, rows } = sweep;
  const metric = metrics.find(({ name }) => name === choices["by"]) ??
    metrics.find(({ better }) => better !== null) ?? metrics[0];
  const by = metric?.name ?? "";
  const better = choices["best"] === "max" || choices["best"] === "min"
    ? choices["best"]
    : metric?.better ?? "max";
  const plotted = useMemo(() => plottedRows(sweep, by), [sweep, by]);
  const found = useMemo(() => correlationsOf(sweep, by), [sweep, by]);
  const logs = useMemo(
    () =>
      axes.filter(({ name, log }) =>
        log ||
        looksLogarithmic(
          numbersOf(rows.flatMap(({ point }) => point[name] ?? [])),
        )
      ).map(({ name }) => name),
    [sweep],
  );
  const axis = axes.find(({ name }) => name === choices["x"])?.name ??
    found[0]?.axis;
  const log = choices["log"] === undefined
    ? axis !== undefined && logs.includes(axis)
    : choices["log"] === "1";
  const best = useMemo(() => bestRows(plotted, better), [plotted, better]);
  const order = readOrder(
    choices["sort"] ?? `${better === "max" ? "-" : ""}${by}`,
  );
  const shown = plotted.find(({ index }) => index === lit);
  return h("div", {}, [
    h("div", { class: "controls" }, [
      stageMenu,
      h(Menu, {
        label: "Metric",
        value: by,
        options: metrics.map(({ name }) => name),
        choose: (name) =>
          choose({ by: name, best: undefined, sort: undefined }),
      }),
      h(Menu, {
        label: "Best is",
        value: better,
        options: [["max", "the highest"], ["min", "the lowest"]],
        choose: (best) => choose({ best, sort: undefined }),
      }),
      repeated
        ? h(Tick, {
          label: "join seeds",
          on: choices["seeds"] !== "each",
          set: (on) => choose({ seeds: on ? undefined : "each" }),
        })
        : null,
    ]),
    h(Missing, {
      sweep,
      by,
      plotted: plotted.length,
      unsure: metric?.better === null && choices["best"] === undefined,
    }),
    plotted.length < 2 || axis === undefined ? null : [
      h("div", { class: "charts" }, [
        h("figure", { class: "chart" }, [
          h("figcaption", {}, `${by} against ${axis}`),
          h("div", { class: "controls" }, [
            h(Menu, {
              label: "Axis",
              value: axis,
              options: axes.map(({ name }) => name),
              choose: (x) => choose({ x, log: undefined }),
            }),
            h(Tick, {
              label: "logarithmic",
              on: log,
              set: (on) => choose({ log: on ? "1" : "0" }),
            }),
          ]),
          h(Scatter, { rows: plotted, axis, metric: by, log, lit, setLit }),
        ]),
        h(Correlations, {
          found,
          by,
          choose: (x) => choose({ x, log: undefined }),
        }),
      ]),
      h("figure", { class: "chart wide" }, [
        h(
          "figcaption",
          {},
          `All axes to ${by}, the best in orange${
            plotted.length > MOST_LINES
              ? `: the best ${MOST_LINES} of ${plotted.length} rows`
              : ""
          }`,
        ),
        h(Parallel, {
          rows: best,
          axes,
          logs,
          metric: by,
          better,
          lit,
          setLit,
        }),
      ]),
      h(
        "p",
        { class: "values lit" },
        shown === undefined ? "" : rowText(shown, by),
      ),
    ],
    h(SweepTable, {
      sweep,
      metric: by,
      order,
      joined: repeated && choices["seeds"] !== "each",
      sort: (next) => choose({ sort: orderText(next) }),
      setLit,
      openLog,
    }),
  ]);
}

/** Rows with a value of the metric. */
function plottedRows(sweep: Sweep, by: string): PlottedRow[] {
  const at = sweep.metrics.findIndex(({ name }) => name === by);
  const valueOf = valueIn(sweep, by);
  return sweep.rows.flatMap((row, index): PlottedRow[] => {
    const value = valueOf(row);
    return typeof value === "number"
      ? [{ index, point: row.point, value, sd: row.cells[at]?.[1] ?? null }]
      : [];
  });
}

/** The rows that lines are drawn for, in their order. */
function bestRows(
  rows: readonly PlottedRow[],
  better: "max" | "min",
): readonly PlottedRow[] {
  if (rows.length <= MOST_LINES) return rows;
  const sign = better === "max" ? -1 : 1;
  return rows.toSorted((a, b) => sign * (a.value - b.value))
    .slice(0, MOST_LINES);
}

/** Sentences on rows that the plots leave out, on rows that are not done, and on an unknown better direction. */
function Missing(
  { sweep: { rows }, by, plotted, unsure }: {
    readonly sweep: Sweep;
    readonly by: string;
    readonly plotted: number;
    readonly unsure: boolean;
  },
): ComponentChild {
  const states = [...Map.groupBy(
    rows.filter(({ state }) => state !== "done"),
    ({ state }) => state,
  )].map(([state, all]) =>
    `${all.length} ${state.includes(",") ? "with " : ""}${state}`
  );
  const lines = [
    ...rows.length > plotted
      ? [
        `${
          rows.length - plotted
        } of ${rows.length} rows have no value of ${by}.`,
      ]
      : [],
    ...states.length === 0
      ? []
      : [`Rows that are not all done: ${states.slice(0, 4).join("; ")}.`],
    ...unsure ? [`Nothing says whether more or less of ${by} is better.`] : [],
  ];
  return lines.length === 0 ? null : h("p", { class: "sum" }, lines.join(" "));
}
