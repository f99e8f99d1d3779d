import { earlyStopRule } from "./early_stop_rule.ts";
import type { Regulariser } from "./regulariser.ts";

/** Ends the search where the curvature grows, and gives the architecture of an earlier epoch: DARTS-ES. */
export const regulariser: Regulariser = {
  name: "early-stop",
  watch: earlyStopRule(),
};
