import { METHOD_NAMES } from "../../../nas/search/method.ts";
import type { Point } from "../../../pipeline/stage.ts";
import type { Run } from "./report_run.ts";

/** Repetitions: runs that differ in nothing but their seed or the number of their final training. */
export interface Group {
  /** Short name, such as `SDARTS-RS` or `s3 · SDARTS-RS`. */
  readonly label: string;
  /** Shared coordinates. */
  readonly point: Point;
  /** Runs ordered by seed, then by number. */
  readonly runs: readonly Run[];
}

/** Axes of repetitions: seeds of searches, numbers of final trainings. */
const SEED = "seed";
const RUN = "run";
const isRepetition = (axis: string) => axis === SEED || axis === RUN;

type Value = Point[string];

/** Orders values: methods as in the paper, numbers by size, others by first appearance. */
function orderValues(axis: string, values: readonly Value[]): Value[] {
  const rank = (value: Value) => {
    if (typeof value === "number") return value;
    const method = (METHOD_NAMES as readonly string[]).indexOf(String(value));
    return axis === "method" && method >= 0 ? method : values.indexOf(value);
  };
  return [...new Set(values)].sort((a, b) => rank(a) - rank(b));
}

/** Names of methods as the paper writes them. */
function displayName(value: Value): string {
  const text = String(value);
  const isMethod = (METHOD_NAMES as readonly string[]).includes(text);
  return isMethod ? text.toUpperCase() : text;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, i) => rank !== b[i]);
  return place < 0 ? 0 : a[place]! - b[place]!;
}

/**
 * Groups runs by all coordinates but those of repetitions. Groups are ordered by the method last, so that methods are
 * neighbours.
 */
export function groupRuns(runs: readonly Run[]): Group[] {
  const axes = [...new Set(runs.flatMap(({ point }) => Object.keys(point)))]
    .filter((axis) => !isRepetition(axis))
    .sort((a, b) => Number(a === "method") - Number(b === "method"));
  const values = axes.map((axis) =>
    orderValues(axis, runs.flatMap(({ point }) => point[axis] ?? []))
  );
  const varying = axes.filter((_, i) => values[i]!.length > 1);
  const ranks = (point: Point) =>
    axes.map((axis, i) => values[i]!.findIndex((v) => v === point[axis]));

  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify(ranks(run.point));
    groups.set(key, [...groups.get(key) ?? [], run]);
  }
  return [...groups.values()].map((members) => {
    const { point, found } = members[0]!;
    const shared = Object.entries(point).filter(([axis]) =>
      !isRepetition(axis)
    );
    const named = varying.flatMap((axis) =>
      point[axis] === undefined
        ? []
        : axis === "method"
        ? displayName(point[axis])
        : String(point[axis])
    );
    return {
      label: named.length > 0
        ? named.join(" · ")
        : displayName(found.search?.value.method ?? "all runs"),
      point: Object.fromEntries(shared),
      runs: members.toSorted((a, b) =>
        Number(a.point[SEED] ?? 0) - Number(b.point[SEED] ?? 0) ||
        Number(a.point[RUN] ?? 0) - Number(b.point[RUN] ?? 0)
      ),
    };
  }).sort((a, b) => compareRanks(ranks(a.point), ranks(b.point)));
}

/** Name of a run inside its group, such as `seed 1`. */
export function runLabel(whole: Run): string {
  const seed = whole.point[SEED] ?? whole.found.search?.value.seed;
  const run = whole.point[RUN] === undefined
    ? "run"
    : `run ${whole.point[RUN]}`;
  if (seed === undefined) return run;
  return whole.point[RUN] === undefined
    ? `seed ${seed}`
    : `seed ${seed}, ${run}`;
}
