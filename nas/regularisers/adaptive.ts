import { adaptiveRule } from "./adaptive_rule.ts";
import type { Regulariser } from "./regulariser.ts";

/** Returns to an earlier epoch where the curvature grows, and goes on with more weight decay: DARTS-ADA. */
export const regulariser: Regulariser = {
  name: "adaptive",
  watch: adaptiveRule(),
};
