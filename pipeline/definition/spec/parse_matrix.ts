import {
  describeNode,
  type Located,
  type LocatedMap,
  type LocatedScalar,
} from "../yaml/located.ts";
import {
  drawValue,
  gridValues,
  MOST_STEPS,
  parseRange,
  type RangeSpec,
} from "./parse_range.ts";
import {
  type Place,
  placeOf,
  type Problem,
  problemAt,
} from "../yaml/problem.ts";
import type { AxisSpec } from "./spec.ts";
import type { Point } from "../../stage.ts";
import { checkComplete, parsePoints } from "./parse_points.ts";
import { nodeOfType, reportUnexpected } from "../yaml/node_checks.ts";

const MATRIX_KEYS = ["include", "exclude", "sample", "sampleSeed"];
const AXIS = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The `matrix:` part of a pipeline file. */
export interface MatrixSpec {
  /** Axes in the order of the file. */
  readonly axes: readonly AxisSpec[];
  /** Joint draws of the axes with a range; these axes are not part of the product. */
  readonly draws?: readonly Point[];
  /** Ranges without steps and their places, of which the trials of `tune:` choose values. */
  readonly ranges?: ReadonlyMap<string, { range: RangeSpec; at: Place }>;
  readonly include: readonly Point[];
  readonly exclude: readonly Point[];
}

/**
 * Checks the `matrix:` part of a pipeline file: axes with their values, and `include` and `exclude` lists.
 *
 * @param matrix Node of `matrix:`, if the file has one.
 * @param tuned True if the trials of `tune:` choose values of ranges, so that none are drawn here.
 */
export function parseMatrix(
  matrix: Located | undefined,
  tuned: boolean,
  problems: Problem[],
): MatrixSpec {
  const axes: AxisSpec[] = [];
  const what = "matrix to be a mapping from axes to lists";
  const node = nodeOfType(matrix, { type: "map", what }, problems);
  if (node === undefined) return { axes, include: [], exclude: [] };
  if (tuned) refuseBesideTune(node, problems);
  const drawing: Drawing = {
    tuned,
    sample: countOf("sample", node, problems),
    seed: countOf("sampleSeed", node, problems) ?? 0,
    ranges: new Map(),
  };
  for (const [name, { key, value }] of node.entries) {
    if (MATRIX_KEYS.includes(name)) continue;
    if (!AXIS.test(name)) {
      problems.push(
        problemAt(
          key,
          `Expected an axis name of letters, digits and "_" but found "${name}"`,
        ),
      );
    }
    axes.push(
      value.type === "map"
        ? { name, ...rangeValues(name, value, { drawing, problems }) }
        : { name, values: axisValues(name, value, problems) },
    );
  }
  const { sample, seed, ranges } = drawing;
  if (!tuned && sample !== undefined && ranges.size === 0) {
    problems.push(problemAt(
      node.entries.get("sample")?.key ?? node,
      "sample needs an axis with a range",
    ));
  }
  const names = axes.map((axis) => axis.name);
  const include = parsePoints(
    node.entries.get("include")?.value,
    names,
    problems,
  );
  checkComplete(include, names, problems);
  const exclude = parsePoints(
    node.entries.get("exclude")?.value,
    names,
    problems,
  );
  return {
    axes,
    ...(ranges.size === 0 ? {} : tuned ? { ranges } : {
      draws: Array.from(
        { length: sample ?? 0 },
        (_, draw) =>
          Object.fromEntries(
            [...ranges].map(([axis, { range }]) =>
              [axis, drawValue(range, { seed, axis, draw })] as const
            ),
          ),
      ),
    }),
    include: include.map(({ point }) => point),
    exclude: exclude.map(({ point }) => point),
  };
}

/** How axes with a range are drawn. */
interface Drawing {
  /** True if `tune:` draws, and not the matrix. */
  readonly tuned: boolean;
  readonly sample: number | undefined;
  readonly seed: number;
  readonly ranges: Map<string, { range: RangeSpec; at: Place }>;
}

/** Keys of the matrix that choose combinations, as `tune:` does. */
function refuseBesideTune(node: LocatedMap, problems: Problem[]): void {
  for (const name of MATRIX_KEYS) {
    const key = node.entries.get(name)?.key;
    if (key === undefined) continue;
    problems.push(problemAt(
      key,
      `Expected a matrix without ${name}, as tune chooses the combinations, but found it`,
    ));
  }
}

/** Values of an axis with a range: a grid, or draws. */
function rangeValues(
  name: string,
  node: LocatedMap,
  { drawing: { tuned, sample, seed, ranges }, problems }: {
    readonly drawing: Drawing;
    readonly problems: Problem[];
  },
): Pick<AxisSpec, "values" | "range"> {
  const range = parseRange(name, node, problems);
  const drawn = range !== undefined && range.steps === undefined;
  if (drawn) ranges.set(name, { range, at: placeOf(node) });
  if (drawn && tuned) return { values: [], range };
  if (drawn && sample === undefined) {
    problems.push(problemAt(
      node,
      `axis ${name} is drawn from a range: add sample: N to the matrix, or steps to the range`,
    ));
  }
  const numbers = range === undefined ? [] : drawn
    ? Array.from(
      { length: sample ?? 0 },
      (_, draw) => drawValue(range, { seed, axis: name, draw }),
    )
    : gridValues(range);
  const at = placeOf(node);
  const values = [...new Set(numbers)].map((value) =>
    ({ type: "scalar", value, ...at }) as const
  );
  return range === undefined ? { values } : { values, range };
}

function axisValues(
  name: string,
  node: Located,
  problems: Problem[],
): LocatedScalar[] {
  if (node.type !== "list" || node.items.length === 0) {
    problems.push(
      problemAt(
        node,
        `Expected axis ${name} to be a list of values but found ${
          node.type === "list" ? "an empty list" : describeNode(node)
        }`,
      ),
    );
    return [];
  }
  const values = new Map<LocatedScalar["value"], LocatedScalar>();
  for (const item of node.items) {
    if (item.type !== "scalar" || item.value === null || item.value === "") {
      reportUnexpected(
        item,
        `a value of axis ${name} to be text, a number or a boolean`,
        problems,
      );
    } else if (values.has(item.value)) {
      problems.push(
        problemAt(
          item,
          `Expected different values on axis ${name} but found ${
            describeNode(item)
          } again`,
        ),
      );
    } else {
      values.set(item.value, item);
    }
  }
  return [...values.values()];
}

function countOf(
  name: string,
  node: LocatedMap,
  problems: Problem[],
): number | undefined {
  const value = node.entries.get(name)?.value;
  if (value === undefined) return undefined;
  const least = name === "sample" ? 1 : 0;
  if (
    value.type === "scalar" && Number.isSafeInteger(value.value) &&
    Number(value.value) >= least && Number(value.value) <= MOST_STEPS
  ) return Number(value.value);
  reportUnexpected(
    value,
    `${name} to be a whole number from ${least} to ${MOST_STEPS}`,
    problems,
  );
  return undefined;
}
