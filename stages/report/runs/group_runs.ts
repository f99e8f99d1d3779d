import type { Point } from "../../../pipeline/stage.ts";
import { axisFormat } from "./axis_format.ts";
import { publishedName, rankOf, roleOf } from "./role.ts";
import type { Run } from "./report_run.ts";
import { methodTitle, SHOWN_METHODS } from "./shown_methods.ts";

/** Repetitions: runs of the same stages and the same role that differ in nothing but seeds. */
export interface Group {
  /** Short name, such as `SDARTS-RS`, `s3 · SDARTS-RS` or `DARTS, selected`; different for all groups. */
  readonly label: string;
  /** The label without coordinates: a method, `random baseline`, a published cell, or else the stage that measured. */
  readonly name: string;
  /** Shared coordinates. */
  readonly point: Point;
  /** Runs ordered by seed, then by number. */
  readonly runs: readonly Run[];
}

type Value = Point[string];

/** Orders values: methods as in the paper, numbers by size, others by first appearance. */
function orderValues(values: readonly Value[], isMethod = false): Value[] {
  const rank = (value: Value) => {
    if (typeof value === "number") return value;
    const method = isMethod ? SHOWN_METHODS.indexOf(String(value)) : -1;
    if (method >= 0) return method;
    return (isMethod ? SHOWN_METHODS.length : 0) + values.indexOf(value);
  };
  return [...new Set(values)].sort((a, b) => rank(a) - rank(b));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, i) => rank !== b[i]);
  return place < 0 ? 0 : a[place]! - b[place]!;
}

/** Method of the search, or of all searches that a run was chosen from. */
export function methodOf(run: Run): Value | undefined {
  const named = run.searches.map(({ method }) => method);
  const [method, ...others] = new Set(
    named.length > 0 ? named : run.provenance.methods,
  );
  return run.point["method"] ?? (others.length > 0 ? undefined : method);
}

/** Coordinates that repetitions share, without the method. */
function settingsOf({ point, repeats }: Run): [string, Value][] {
  return Object.entries(point).filter(([axis]) =>
    axis !== "method" && !repeats.includes(axis)
  );
}

/**
 * Groups runs by their role, their stages and all coordinates but those of repetitions. Groups are ordered by role and
 * method last, so that methods are neighbours.
 */
export function groupRuns(runs: readonly Run[]): Group[] {
  const names = labels(runs);
  const groups = Map.groupBy(runs, (run) =>
    JSON.stringify([
      roleOf(run.provenance).one,
      run.provenance.stages,
      Object.keys(run.point).sort(),
      settingsOf(run).sort(),
      methodOf(run) ?? null,
      run.provenance.published ?? null,
    ]));
  const found = [...groups.values()].map((members) => {
    const [first] = members;
    const { point, repeats } = first!;
    return {
      ...names.of(first!),
      point: Object.fromEntries(
        Object.entries(point).filter(([axis]) => !repeats.includes(axis)),
      ),
      runs: members.toSorted(compareRepeats),
    };
  }).sort((a, b) =>
    compareRanks(names.ranks(a.runs[0]!), names.ranks(b.runs[0]!))
  );
  return found.map((group) => {
    const alike = found.filter(({ label }) => label === group.label);
    const suffix = distinction(group, alike);
    return {
      ...group,
      label: group.label + suffix,
      name: group.name + suffix,
    };
  });
}

/** Names of groups by what varies over all runs, and the order of groups. */
function labels(runs: readonly Run[]): {
  readonly of: (run: Run) => Pick<Group, "label" | "name">;
  readonly ranks: (run: Run) => number[];
} {
  const axes = [
    ...new Set(runs.flatMap((run) => settingsOf(run).map(([axis]) => axis))),
  ];
  const values = axes.map((axis) =>
    orderValues(runs.flatMap(({ point }) => point[axis] ?? []))
  );
  const formats = values.map(axisFormat);
  const methods = orderValues(
    runs.flatMap((run) => methodOf(run) ?? []),
    true,
  );
  const names = new Set(
    runs.map((run) =>
      publishedName(run.provenance) ?? methodOf(run) ?? run.provenance.source
    ),
  );
  const place = <T>(list: readonly T[], value: T | undefined) => {
    const index = value === undefined ? -1 : list.indexOf(value);
    return index < 0 ? list.length : index;
  };
  return {
    of: (run) => {
      const varying = axes.flatMap((axis, i) => {
        const value = run.point[axis];
        if (value === undefined || values[i]!.length < 2) return [];
        return typeof value === "string"
          ? value
          : `${axis} ${formats[i]!(value)}`;
      });
      const method = methodOf(run);
      const named = publishedName(run.provenance) ??
        (method === undefined ? [] : methodTitle(String(method)));
      const own = names.size > 1 || varying.length === 0 ? named : [];
      const parts = [...varying.filter((part) => part !== own), own].flat();
      const stage = run.provenance.stages.at(-1) ?? "all runs";
      const text = parts.length > 0 ? parts.join(" · ") : stage;
      return {
        label: run.provenance.choice === undefined ? text : `${text}, selected`,
        name: typeof named === "string" ? named : stage,
      };
    },
    ranks: (run) => [
      ...axes.map((axis, i) => place(values[i]!, run.point[axis])),
      rankOf(run.provenance),
      place(methods, methodOf(run)),
    ],
  };
}

/** Order of repetitions: by seed, then by number, then by other axes. */
function compareRepeats(a: Run, b: Run): number {
  for (const axis of repetitionsOf(a)) {
    const [x, y] = [a.point[axis]!, b.point[axis] ?? 0];
    const order = typeof x === "number" && typeof y === "number"
      ? x - y
      : String(x).localeCompare(String(y), "en");
    if (order !== 0) return order;
  }
  return 0;
}

/** Axes of repetitions, seeds first. */
function repetitionsOf({ repeats }: Run): string[] {
  return [
    ...repeats.filter((axis) => axis === "seed"),
    ...repeats.filter((axis) => axis !== "seed"),
  ];
}

/** What tells a group from others of its label: a stage that no other has, or else its last one. */
function distinction(group: Group, alike: readonly Group[]): string {
  if (alike.length < 2) return "";
  const stagesOf = ({ runs }: Group) => runs[0]!.provenance.stages;
  const nameOf = (one: Group) => {
    const others = alike.filter((other) => other !== one).flatMap(stagesOf);
    return stagesOf(one).findLast((stage) => !others.includes(stage)) ??
      stagesOf(one).at(-1);
  };
  const names = alike.map(nameOf);
  const name = nameOf(group);
  const isName = names.filter((other) => other === name).length === 1;
  return ` (${isName ? name : alike.indexOf(group) + 1})`;
}

/** Name of a run inside its group, such as `seed 1`. */
export function runLabel(run: Run): string {
  const [search, ...others] = run.searches;
  const seed = run.point["seed"] ??
    (others.length > 0 ? undefined : search?.seed);
  const rest = repetitionsOf(run).filter((axis) => axis !== "seed");
  const parts = [
    ...seed === undefined ? [] : [`seed ${seed}`],
    ...rest.map((axis) => `${axis} ${run.point[axis]}`),
  ];
  return parts.length === 0 ? "run" : parts.join(", ");
}
