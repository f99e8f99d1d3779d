import { describeNode, type Located, type LocatedScalar } from "./located.ts";
import { didYouMean } from "./nearest.ts";
import { type Problem, problemAt } from "./problem.ts";
import type { AxisSpec } from "./spec.ts";
import type { Point } from "./stage.ts";

const AXIS = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The `matrix:` part of a pipeline file. */
export interface MatrixSpec {
  /** Axes in the order of the file. */
  readonly axes: readonly AxisSpec[];
  /** Added combinations. */
  readonly include: readonly Point[];
  /** Combinations taken away. */
  readonly exclude: readonly Point[];
}

/**
 * Checks the `matrix:` part of a pipeline file: axes with their values, and `include` and `exclude` lists.
 *
 * @param node Node of `matrix:`, `undefined` where the file has none.
 * @param problems Gets what is wrong.
 * @returns Axes and combinations.
 */
export function parseMatrix(
  node: Located | undefined,
  problems: Problem[],
): MatrixSpec {
  const axes: AxisSpec[] = [];
  if (node === undefined) return { axes, include: [], exclude: [] };
  if (node.type !== "map") {
    problems.push(
      problemAt(
        node,
        `Expected matrix to be a mapping from axes to lists but found ${
          describeNode(node)
        }`,
      ),
    );
    return { axes, include: [], exclude: [] };
  }
  for (const [name, { key, value }] of node.entries) {
    if (name === "include" || name === "exclude") continue;
    if (!AXIS.test(name)) {
      problems.push(
        problemAt(
          key,
          `Expected an axis name of letters, digits and "_" but found "${name}"`,
        ),
      );
    }
    axes.push({ name, values: axisValues(name, value, problems) });
  }
  const names = axes.map((axis) => axis.name);
  const include = points(node.entries.get("include")?.value, names, problems);
  for (const { point, at } of include) {
    const missing = names.filter((name) => !Object.hasOwn(point, name));
    if (missing.length > 0) {
      problems.push(
        problemAt(
          at,
          `Expected include to give every axis but found none for ${
            missing.join(", ")
          }`,
        ),
      );
    }
  }
  const exclude = points(node.entries.get("exclude")?.value, names, problems);
  return {
    axes,
    include: include.map(({ point }) => point),
    exclude: exclude.map(({ point }) => point),
  };
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
      problems.push(
        problemAt(
          item,
          `Expected a value of axis ${name} to be text, a number or a boolean but found ${
            describeNode(item)
          }`,
        ),
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

function points(
  node: Located | undefined,
  axes: readonly string[],
  problems: Problem[],
): { point: Point; at: Located }[] {
  if (node === undefined) return [];
  if (node.type !== "list") {
    problems.push(
      problemAt(
        node,
        `Expected a list of combinations but found ${describeNode(node)}`,
      ),
    );
    return [];
  }
  const found: { point: Point; at: Located }[] = [];
  for (const item of node.items) {
    if (item.type !== "map") {
      problems.push(
        problemAt(
          item,
          `Expected a combination such as {seed: 0} but found ${
            describeNode(item)
          }`,
        ),
      );
      continue;
    }
    const point: Record<string, string | number | boolean> = {};
    for (const [name, { key, value }] of item.entries) {
      if (!axes.includes(name)) {
        problems.push(
          problemAt(
            key,
            `Expected an axis (${axes.join(", ")}) but found ${name}${
              didYouMean(name, axes)
            }`,
          ),
        );
      } else if (value.type !== "scalar" || value.value === null) {
        problems.push(
          problemAt(
            value,
            `Expected a value of axis ${name} but found ${describeNode(value)}`,
          ),
        );
      } else {
        point[name] = value.value;
      }
    }
    found.push({ point, at: item });
  }
  return found;
}
