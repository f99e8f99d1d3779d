import type { OpenedPipeline } from "../../../cache/key/action.ts";

/** A line that says what is known of the sweep of a pipeline; nothing without one. */
export function sweepLine({ pipeline: { sweep } }: OpenedPipeline): string {
  return sweep === undefined ? "" : `${sweep.summary}\n`;
}
