import { OPERATION_STOP } from "./operation_stop_rule.ts";
import type { Regulariser } from "./regulariser.ts";

/**
 * Stops the training of operations by the scores that the published code of OLES computes: the gradient of an alpha
 * step still contains that of the weight step before it, and the sum of 21 scores is divided by 20.
 */
export const regulariser: Regulariser = {
  name: "operation-stop-as-run",
  stops: { ...OPERATION_STOP, divisor: 20, accumulates: true },
  takesBest: true,
};
