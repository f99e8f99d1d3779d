import { numberText } from "../../../../common/quantities.ts";
import type { Direction } from "../../../cache/metrics/metric_direction.ts";
import type {
  Metric,
  Spread,
  WideTable,
} from "../../../cache/metrics/wide_table.ts";
import { meanWithSpread } from "../run/outcome_text.ts";
import { columns } from "../../terminal/columns.ts";
import { stateText } from "../../../cache/metrics/state_text.ts";

/** Rows in the order of a metric. */
export interface Ranking extends WideTable {
  readonly by: Metric;
  readonly better: Direction;
  /** Axes whose values are joined to one row. */
  readonly seeds: readonly string[];
}

/** Most metrics beside the one that orders. */
const MOST_METRICS = 4;

/** Most instances that are named. */
const MOST_NAMES = 5;

/** The table as lines in columns: axes, the metric with its spread, n, and other metrics of which a direction is known. */
export function rankingLines(ranking: Ranking, most: number): string {
  const { axes, by, metrics, seeds } = ranking;
  const rows = ranking.rows.slice(0, most);
  const beside = metrics.filter(({ name, better }) =>
    name !== by.name && better !== undefined
  ).slice(0, MOST_METRICS);
  const several = seeds.length > 0;
  const partly = ranking.rows.some((row) => stateText(row) !== "done");
  const shown = [by, ...beside];
  const short = (metric: Metric) =>
    shown.filter((other) => other.metric === metric.metric).length > 1
      ? metric.name
      : metric.metric;
  const head = [
    "",
    ...axes.map(({ name }) => name),
    short(by),
    ...several ? ["n"] : [],
    ...beside.map(short),
    ...partly ? ["state"] : [],
  ];
  const lines = rows.map((row, index) => {
    const spread = row.values.get(by.name);
    return [
      spread === undefined ? "-" : String(index + 1),
      ...axes.map(({ name }) => cellText(row.point[name])),
      spread === undefined ? "-" : meanWithSpread(spread),
      ...several ? [String(spread?.n ?? 0)] : [],
      ...beside.map(({ name }) => meanText(row.values.get(name))),
      ...partly ? [stateText(row)] : [],
    ];
  });
  const more = ranking.rows.length - rows.length;
  return `${
    columns([head, ...lines], (column) => partly && column === head.length - 1)
  }${more > 0 ? `and ${more} more rows: pipe them, or print --csv\n` : ""}`;
}

/** What a reader of the table has to know: the order, what a row joins, and what is missing. */
export function rankingNotes(
  { by, better, seeds, rows }: Ranking,
): string[] {
  const instances = rows.flatMap((row) => row.instances);
  const failed = instances.filter(({ state }) => state === "failed");
  const undone = instances.filter(({ state }) =>
    state !== "failed" && state !== "done"
  );
  const more = failed.length - MOST_NAMES;
  return [
    `${by.name}: ${better === "max" ? "more" : "less"} is better${
      seeds.length === 0 ? "" : `; mean ± sd over ${seeds.join(", ")}`
    }`,
    ...failed.length === 0 ? [] : [
      `${failed.length} failed, which no number includes: ${
        failed.slice(0, MOST_NAMES).map(({ name }) => name).join(", ")
      }${more > 0 ? ` and ${more} more` : ""}`,
    ],
    ...undone.length === 0 ? [] : [
      `${undone.length} wait, run, or have not run as they are now: see status`,
    ],
  ];
}

function meanText(spread: Spread | undefined): string {
  return spread === undefined ? "-" : numberText(spread.mean);
}

function cellText(value: string | number | boolean | undefined): string {
  return value === undefined ? "" : String(value);
}
