import type { OpenedPipeline } from "../../../cache/key/action.ts";
import { sweepText } from "../../../definition/sweep/sweep_text.ts";

/** A line that says what is known of the sweep of a pipeline; nothing without one. */
export function sweepLine({ pipeline }: OpenedPipeline): string {
  const { sweep } = pipeline;
  return sweep === undefined ? "" : `${sweepText(sweep.plan)}\n`;
}
