import type { FoldedStage } from "../../../stage.ts";
import { countedStage } from "../../terminal/state_lines.ts";

/**
 * The folded DAG as a tree of lines: each stage once, below the last of those that it needs, with the others behind its
 * name.
 *
 * @param graph Stages of a pipeline.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { graphText } from "./graph_text.ts";
 *
 * const stage = (id: string, instances: number, ...needs: string[]) => ({ id, use: id, needs, instances });
 * const stages = [stage("data", 1), stage("search", 6, "data"), stage("test", 6, "data", "search"), stage("count", 1, "data")];
 * assertEquals(graphText(stages), `data
 * ├─ search × 6
 * │  └─ test × 6  (and data)
 * └─ count
 * `);
 * ```
 */
export function graphText(graph: readonly FoldedStage[]): string {
  const depths = stageDepths(graph);
  const below = new Map<string, FoldedStage[]>();
  const roots: FoldedStage[] = [];
  for (const stage of graph) {
    const parent = lastNeed(stage, depths);
    if (parent === undefined) roots.push(stage);
    else below.getOrInsertComputed(parent, () => []).push(stage);
  }
  const lines: string[] = [];
  const add = (stage: FoldedStage, start: string, indent: string) => {
    lines.push(`${start}${stageText(stage, lastNeed(stage, depths))}\n`);
    const children = below.get(stage.id) ?? [];
    children.forEach((child, index) => {
      const last = index === children.length - 1;
      add(
        child,
        `${indent}${last ? "└─ " : "├─ "}`,
        `${indent}${last ? "   " : "│  "}`,
      );
    });
  };
  for (const root of roots) add(root, "", "");
  return lines.join("");
}

/** Name of a stage with what it is, the number of its instances and its other needs. */
function stageText(
  { id, use, needs, instances }: FoldedStage,
  parent: string | undefined,
): string {
  const kind = use === id ? "" : ` (${use})`;
  const others = needs.filter((need) => need !== parent);
  return `${countedStage(`${id}${kind}`, instances, Math.max(1, instances))}${
    others.length === 0 ? "" : `  (and ${others.join(", ")})`
  }`;
}

/** The need at the end of the longest chain, of several the last one. */
function lastNeed(
  { needs }: FoldedStage,
  depths: ReadonlyMap<string, number>,
): string | undefined {
  return needs.reduce<string | undefined>(
    (last, need) =>
      last === undefined || (depths.get(need) ?? 0) >= (depths.get(last) ?? 0)
        ? need
        : last,
    undefined,
  );
}

/** Length of the longest chain that ends in each stage. */
function stageDepths(graph: readonly FoldedStage[]): Map<string, number> {
  const byId = new Map(graph.map((stage) => [stage.id, stage]));
  const depths = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const needs = byId.get(id)?.needs ?? [];
    const depth = 1 + Math.max(0, ...needs.map(depthOf));
    depths.set(id, depth);
    return depth;
  };
  for (const { id } of graph) depthOf(id);
  return depths;
}
