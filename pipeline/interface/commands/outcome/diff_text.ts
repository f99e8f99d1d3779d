import type {
  InstanceChange,
  NumberChange,
} from "../../../cache/history/compare_runs.ts";
import { metricPlace } from "../../../cache/history/metric_place.ts";
import type { Direction } from "../../../cache/metrics/metric_direction.ts";

/** Most numbers of one instance that are not headlines. */
const SHOWN = 12;

/** How a headline metric differs. */
export interface MetricChange extends NumberChange {
  /** What people call it; `name` is its name within the stage. */
  readonly label: string;
  readonly better: Direction;
}

/** Differences of an instance, with those of its headline metrics. */
export interface JudgedChange extends InstanceChange {
  readonly metrics: readonly MetricChange[];
}

/**
 * Lines for one instance: what changed in its key, its headline metrics, then its other single numbers. Members of lists,
 * such as the epochs of a curve, are only counted.
 *
 * @param all True to write every number instead.
 */
export function changeText(
  { instance, state, reasons, numbers, metrics }: JudgedChange,
  all: boolean,
): string {
  const told = new Set(metrics.map(({ name }) => name));
  const others = numbers.filter(({ name }) => {
    const { path, step } = metricPlace(name);
    return all || (step === null && !told.has(path) && !told.has(name));
  });
  const lists = all
    ? []
    : numbers.filter(({ name }) => metricPlace(name).step !== null);
  const shown = all ? others : others.slice(0, SHOWN);
  const hidden = others.length - shown.length + lists.length;
  return [
    `${state.padEnd(8)} ${instance}${
      reasons.length === 0 ? "" : `  ${reasons.join("; ")}`
    }`,
    ...metrics.map((metric) =>
      `  ${numberText({ ...metric, name: metric.label })}${judged(metric)}`
    ),
    ...shown.map((number) => `  ${numberText(number)}`),
    ...hidden > 0
      ? [`  and ${hidden} more ${hidden === 1 ? "number" : "numbers"}: --all`]
      : [],
  ].map((line) => `${line}\n`).join("");
}

function numberText({ name, before, after }: NumberChange): string {
  const change = before === undefined || after === undefined
    ? ""
    : Number.isFinite(after - before)
    ? ` (${after > before ? "+" : ""}${
      Number((after - before).toPrecision(4))
    })`
    : "";
  return `${name}: ${before ?? "none"} -> ${after ?? "none"}${change}`;
}

function judged({ before, after, better }: MetricChange): string {
  if (before === undefined || after === undefined || before === after) {
    return "";
  }
  if (!Number.isFinite(after - before)) return "";
  return (after > before) === (better === "max") ? " better" : " worse";
}
