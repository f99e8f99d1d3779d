import type { Located, LocatedMap } from "../yaml/located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { AxisSpec } from "./spec.ts";
import type { Point } from "../../stage.ts";
import { nodeOfType, reportUnexpected } from "../yaml/node_checks.ts";

/**
 * Checks a list of combinations, each a mapping from axes to values.
 *
 * @param axes Names of the axes.
 * @returns Each combination with its node.
 */
export function parsePoints(
  node: Located | undefined,
  axes: readonly string[],
  problems: Problem[],
): { point: Point; at: Located }[] {
  const all = { type: "list", what: "a list of combinations" } as const;
  const one = { type: "map", what: "a combination such as {seed: 0}" } as const;
  return nodeOfType(node, all, problems)?.items.flatMap((item) => {
    const at = nodeOfType(item, one, problems);
    return at === undefined ? [] : [{ point: pointOf(at, axes, problems), at }];
  }) ?? [];
}

/**
 * Coordinates that must be values of the axes.
 *
 * @param node Mapping from axes to values.
 * @param problems Gets unknown axes and values.
 */
export function parsePoint(
  node: LocatedMap,
  axes: readonly AxisSpec[],
  problems: Problem[],
): Point {
  const point = pointOf(node, axes.map(({ name }) => name), problems);
  for (const [name, value] of Object.entries(point)) {
    const known = axes.find((axis) => axis.name === name)?.values
      .map((found) => String(found.value)) ?? [];
    if (known.includes(String(value))) continue;
    problems.push(problemAt(
      node.entries.get(name)?.value ?? node,
      unknownName(String(value), { what: `a value of axis ${name}`, known }),
    ));
  }
  return point;
}

function pointOf(
  item: LocatedMap,
  axes: readonly string[],
  problems: Problem[],
): Point {
  const point: Record<string, string | number | boolean> = {};
  for (const [name, { key, value }] of item.entries) {
    if (!axes.includes(name)) {
      problems.push(
        problemAt(key, unknownName(name, { what: "an axis", known: axes })),
      );
    } else if (value.type !== "scalar" || value.value === null) {
      reportUnexpected(value, `a value of axis ${name}`, problems);
    } else {
      point[name] = value.value;
    }
  }
  return point;
}

/** Checks that added combinations have a value on every axis. */
export function checkComplete(
  include: readonly { readonly point: Point; readonly at: Located }[],
  names: readonly string[],
  problems: Problem[],
): void {
  for (const { point, at } of include) {
    const missing = names.filter((name) => !Object.hasOwn(point, name));
    if (missing.length === 0) continue;
    problems.push(
      problemAt(at, `include lacks a value for ${missing.join(", ")}`),
    );
  }
}
