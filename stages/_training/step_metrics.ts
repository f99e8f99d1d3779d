import type { StepMetrics } from "../../pipeline/stage.ts";

/**
 * The numbers of an epoch as a stage reports them while it works, named as in the list of epochs that it writes at the
 * end: nested ones by their path, without lists.
 *
 * @param last The epoch; its number counts from 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stepMetrics } from "./step_metrics.ts";
 *
 * const epoch = { epoch: 3, loss: 0.5, gain: null, curvature: { top: 2, all: [2, 1] } };
 * assertEquals(stepMetrics(epoch), { step: 2, values: { loss: 0.5, "curvature.top": 2 } });
 * ```
 */
export function stepMetrics(last: { readonly epoch: number }): StepMetrics {
  const values: Record<string, number> = {};
  const visit = (value: object, path: string) => {
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === "number") values[path + name] = member;
      else if (
        typeof member === "object" && member !== null && !Array.isArray(member)
      ) visit(member, `${path}${name}.`);
    }
  };
  visit(last, "");
  delete values["epoch"];
  return { step: last.epoch - 1, values };
}
