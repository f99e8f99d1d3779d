import {
  describeNode,
  type Located,
  type LocatedMap,
} from "../yaml/located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import {
  checkKeys,
  nodeOfType,
  reportUnexpected,
} from "../yaml/node_checks.ts";
import { parsePoint } from "./parse_points.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { AxisSpec, OverrideSpec } from "./spec.ts";

/**
 * Checks `overrides:`, a list of `{ where: { axis: value }, with: { stage: { parameter: value } } }`.
 *
 * @param node Node of `overrides:`.
 * @param known Axes and stages of the file.
 * @returns The overrides in the order of the file; a later one wins.
 */
export function parseOverrides(
  node: Located | undefined,
  known: {
    readonly axes: readonly AxisSpec[];
    readonly stages: readonly string[];
  },
  problems: Problem[],
): OverrideSpec[] {
  const what = "overrides to be a list";
  const list = nodeOfType(node, { type: "list", what }, problems);
  return (list?.items ?? []).flatMap((override) => {
    const item = nodeOfType(override, {
      type: "map",
      what:
        "an override such as {where: {seed: 0}, with: {search: {epochs: 3}}}",
    }, problems);
    if (item === undefined) return [];
    checkKeys(
      item,
      { known: ["where", "with"], what: "a key of an override" },
      problems,
    );
    const where = item.entries.get("where")?.value;
    const patches = item.entries.get("with")?.value;
    for (const [name, part] of Object.entries({ where, with: patches })) {
      if (part?.type === "map" && part.entries.size > 0) continue;
      problems.push(problemAt(
        part ?? item,
        `Expected ${name} of an override to be a mapping but found ${
          part === undefined ? "none" : describeNode(part)
        }`,
      ));
    }
    if (where?.type !== "map" || patches?.type !== "map") return [];
    return [{
      where: parsePoint(where, known.axes, problems),
      stages: patchesOf(patches, known.stages, problems),
    }];
  });
}

function patchesOf(
  node: LocatedMap,
  known: readonly string[],
  problems: Problem[],
): Map<string, LocatedMap> {
  const stages = new Map<string, LocatedMap>();
  for (const [id, { key, value }] of node.entries) {
    if (!known.includes(id)) {
      problems.push(problemAt(
        key,
        unknownName(id, { what: "a stage of this file", known }),
      ));
    } else if (value.type !== "map") {
      reportUnexpected(value, `parameters of ${id}`, problems);
    } else stages.set(id, value);
  }
  return stages;
}
