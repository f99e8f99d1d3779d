/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useMemo, useState } from "preact/hooks";
import { numberText, spreadText } from "../../../../common/quantities.ts";
import type { SweepCell, SweepRows, SweepRowView } from "../api.ts";
import { valueText } from "./drawing/scale.ts";
import { type Order, sortRows, STATE } from "./sweep_rows.ts";

/** Rows that are shown at first, and more at a request. */
const PAGE = 100;

/** Rows as a table that sorts by its headers. */
export function SweepTable(
  { sweep, metric, order, joined, sort, setLit, openLog }: {
    readonly sweep: SweepRows;
    /** The metric that the plots show; its column comes first. */
    readonly metric: string;
    readonly order: Order;
    /** True where rows join seeds: cells have a spread, and a column says how many values the metric has. */
    readonly joined: boolean;
    readonly sort: (order: Order) => void;
    readonly setLit: (index: number | undefined) => void;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [most, setMost] = useState(PAGE);
  const { axes, metrics, rows } = sweep;
  const main = metrics.find(({ name }) => name === metric)?.name;
  const others = metrics.map(({ name }) => name).filter((name) =>
    name !== main
  );
  const indexOf = (wanted: string) =>
    metrics.findIndex(({ name }) => name === wanted);
  // The pointer lights rows often: thousands are sorted only when their order changes.
  const sorted = useMemo(
    () => sortRows(sweep, order),
    [sweep, order.column, order.descending],
  );
  const places = useMemo(
    () => new Map(rows.map((row, index) => [row, index])),
    [rows],
  );
  const cell = (row: SweepRowView, name: string) =>
    h(Cell, { key: name, cell: row.cells[indexOf(name)], joined });
  const heading = (column: string, text: string) =>
    h(Heading, { key: column, column, text, order, sort });
  return h("div", { class: "scroll" }, [
    h("table", { class: "sweep" }, [
      h("caption", {}, captionText(sweep, most)),
      h(
        "thead",
        {},
        h("tr", {}, [
          axes.map(({ name }) => heading(name, name)),
          main === undefined ? null : heading(main, main),
          joined ? h("th", { scope: "col" }, "n") : null,
          heading(STATE, "state"),
          others.map((name) => heading(name, name)),
        ]),
      ),
      h(
        "tbody",
        {},
        sorted.slice(0, most).map((row) =>
          h("tr", {
            key: places.get(row),
            onPointerEnter: () => setLit(places.get(row)),
            onPointerLeave: () => setLit(undefined),
          }, [
            axes.map(({ name }) =>
              h("td", { key: name }, valueText(row.point[name]))
            ),
            main === undefined ? null : cell(row, main),
            joined
              ? h("td", {}, String(row.cells[indexOf(metric)]?.[2] ?? 0))
              : null,
            h("td", { class: "states" }, h(State, { row, openLog })),
            others.map((name) => cell(row, name)),
          ])
        ),
      ),
    ]),
    rows.length > most
      ? h("button", {
        class: "link more",
        type: "button",
        onClick: () => setMost(most + PAGE),
      }, `Show ${Math.min(PAGE, rows.length - most)} more rows`)
      : null,
  ]);
}

function captionText({ rows, left }: SweepRows, most: number): string {
  const shown = rows.length <= most
    ? `${rows.length} rows`
    : `The first ${most} of ${rows.length} rows`;
  return `${shown}, sorted by a click on a header${
    left > 0 ? `; ${left} more rows are not sent` : ""
  }`;
}

function Heading(
  { column, text, order, sort }: {
    readonly column: string;
    readonly text: string;
    readonly order: Order;
    readonly sort: (order: Order) => void;
  },
): ComponentChild {
  const on = order.column === column;
  return h(
    "th",
    {
      scope: "col",
      class: column === STATE ? "states" : undefined,
      "aria-sort": on ? order.descending ? "descending" : "ascending" : "none",
    },
    h("button", {
      type: "button",
      class: "sort",
      onClick: () => sort({ column, descending: on && !order.descending }),
    }, [
      text,
      h("i", { "aria-hidden": "true" }, on ? order.descending ? "▾" : "▴" : ""),
    ]),
  );
}

/** The state of a row, which opens the log where it is of one instance. */
function State(
  { row: { state, instances }, openLog }: {
    readonly row: SweepRowView;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [only] = instances;
  return instances.length === 1 && only !== undefined
    ? h("button", {
      type: "button",
      class: "link",
      "aria-label": `${state}: log of ${only}`,
      onClick: () => openLog(only),
    }, state)
    : state;
}

/** A mean, with its spread where seeds are joined. */
function Cell(
  { cell, joined }: {
    readonly cell: SweepCell | null | undefined;
    readonly joined: boolean;
  },
): ComponentChild {
  if (cell === null || cell === undefined) return h("td", {}, "–");
  const [mean, sd] = cell;
  return h("td", {}, [
    numberText(mean),
    !joined || sd === null || sd === 0
      ? null
      : h("small", {}, ` ${spreadText(sd)}`),
  ]);
}
