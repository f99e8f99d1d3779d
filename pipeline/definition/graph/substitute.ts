import type {
  Located,
  LocatedEntry,
  LocatedMap,
  LocatedScalar,
} from "../yaml/located.ts";
import { mentionedAxis } from "../spec/mentioned_axis.ts";
import { didYouMean } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";

/**
 * Axes that parameters mention as `$axis`, in the order of the axes; `$$text` is the text `$text`.
 *
 * @param axes Axes of the matrix.
 */
export function mentionedAxes(
  node: Located,
  axes: readonly string[],
  problems: Problem[],
): string[] {
  const found = new Set<string>();
  const visit = (part: Located): void => {
    if (part.type === "list") part.items.forEach(visit);
    if (part.type === "map") {
      for (const entry of part.entries.values()) visit(entry.value);
    }
    const axis = part.type === "scalar" ? mentionedAxis(part) : undefined;
    if (axis === undefined) return;
    if (axes.includes(axis)) {
      found.add(axis);
    } else {
      const allowed = axes.length === 0
        ? "text (the file has no matrix; write $$ for a dollar sign)"
        : `an axis of the matrix (${
          axes.map((name) => `$${name}`).join(", ")
        })`;
      problems.push(
        problemAt(
          part,
          `Expected ${allowed} but found $${axis}${
            didYouMean(`$${axis}`, axes.map((name) => `$${name}`))
          }`,
        ),
      );
    }
  };
  visit(node);
  return axes.filter((axis) => found.has(axis));
}

/**
 * Replaces every `$axis` by the value of the axis with its place in the matrix.
 *
 * @param values Value of each axis.
 * @returns Parameters without mentions.
 */
export function substitute(
  node: LocatedMap,
  values: ReadonlyMap<string, LocatedScalar>,
): LocatedMap {
  return replace(node, values) as LocatedMap;
}

function replace(
  node: Located,
  values: ReadonlyMap<string, LocatedScalar>,
): Located {
  if (node.type === "list") {
    return { ...node, items: node.items.map((item) => replace(item, values)) };
  }
  if (node.type === "map") {
    const entries = new Map<string, LocatedEntry>();
    for (const [name, entry] of node.entries) {
      entries.set(name, {
        key: entry.key,
        value: replace(entry.value, values),
      });
    }
    return { ...node, entries };
  }
  const axis = mentionedAxis(node);
  if (axis !== undefined) return values.get(axis) ?? node;
  if (typeof node.value === "string" && node.value.startsWith("$$")) {
    return { ...node, value: node.value.slice(1) };
  }
  return node;
}
