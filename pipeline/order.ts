import { type Problem, problemAt } from "./problem.ts";
import type { PipelineSpec } from "./spec.ts";

/**
 * Stages in an order in which each follows what it needs; file order where there is a choice.
 *
 * @param spec The pipeline file.
 * @param problems Gets each cycle as `a -> b -> a`.
 * @returns Identifiers; stages on a cycle are left out.
 */
export function stageOrder(spec: PipelineSpec, problems: Problem[]): string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done" | "cyclic">();
  const visit = (id: string, path: readonly string[]): boolean => {
    const known = state.get(id);
    if (known === "done") return true;
    if (known === "cyclic") return false;
    const stage = spec.stages.get(id);
    if (stage === undefined) return true;
    if (known === "open") {
      const cycle = [...path.slice(path.indexOf(id)), id];
      problems.push(
        problemAt(
          stage.id,
          `Expected stages without a cycle but found ${cycle.join(" -> ")}`,
        ),
      );
      return false;
    }
    state.set(id, "open");
    let sound = true;
    for (const need of stage.needs.values()) {
      for (const reference of need.references) {
        if (!visit(reference.stage, [...path, id])) sound = false;
      }
    }
    state.set(id, sound ? "done" : "cyclic");
    if (sound) order.push(id);
    return sound;
  };
  for (const id of spec.stages.keys()) visit(id, []);
  return order;
}
