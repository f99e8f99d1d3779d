import type { EdgeSelection } from "./selection.ts";
import { thresholdSelection } from "./threshold_selection.ts";

/** All operations that reach the published threshold, two on each edge at most. */
export const selection: EdgeSelection = thresholdSelection({
  name: "threshold-edges",
  edges: "all",
});
