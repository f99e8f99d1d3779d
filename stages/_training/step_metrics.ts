import type { StepMetrics } from "../../pipeline/stage.ts";

/**
 * Numbers of an epoch for progress reports, named as in the epochs of the output file: nested ones by their path, lists
 * left out.
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
