import type { EdgeSelection } from "./selection.ts";
import { thresholdSelection } from "./threshold_selection.ts";

/** Of the two strongest edges of each node those whose weight reaches the published threshold: FairDARTS. */
export const selection: EdgeSelection = thresholdSelection({
  name: "threshold",
  edges: "strongest",
});
