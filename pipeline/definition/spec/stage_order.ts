import { type Problem, problemAt } from "../yaml/problem.ts";
import type { PipelineSpec } from "./spec.ts";

/** A stage whose needs are being visited. */
interface Visit {
  readonly id: string;
  /** Needs that are not visited yet. */
  readonly needs: Iterator<string, undefined>;
  sound: boolean;
}

/**
 * Sorts stages so that each follows its needs, otherwise in file order.
 *
 * @param problems Gets each cycle as `a -> b -> a`.
 * @returns Identifiers without stages on a cycle.
 */
export function stageOrder(spec: PipelineSpec, problems: Problem[]): string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done" | "cyclic">();
  // Path to the current stage; a list, as a chain may be longer than the call stack.
  const path: Visit[] = [];
  const enter = (id: string): void => {
    const known = state.get(id);
    const above = path.at(-1);
    if (known === "cyclic" && above !== undefined) above.sound = false;
    const stage = spec.stages.get(id);
    if (known === "done" || known === "cyclic" || stage === undefined) return;
    if (known === "open") {
      const ids = path.map((visit) => visit.id);
      const cycle = [...ids.slice(ids.indexOf(id)), id];
      problems.push(
        problemAt(
          stage.id,
          `Expected stages without a cycle but found ${cycle.join(" -> ")}`,
        ),
      );
      if (above !== undefined) above.sound = false;
      return;
    }
    state.set(id, "open");
    const needs = [...stage.needs.values()].flatMap((need) =>
      need.references.map((reference) => reference.stage)
    );
    path.push({ id, needs: needs.values(), sound: true });
  };
  const leave = ({ id, sound }: Visit): void => {
    path.pop();
    state.set(id, sound ? "done" : "cyclic");
    const above = path.at(-1);
    if (sound) order.push(id);
    else if (above !== undefined) above.sound = false;
  };
  for (const id of spec.stages.keys()) {
    enter(id);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.needs.next();
      if (next.done === true) leave(visit);
      else enter(next.value);
    }
  }
  return order;
}
