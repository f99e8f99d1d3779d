import { OPERATION_STOP } from "./operation_stop_rule.ts";
import type { Regulariser } from "./regulariser.ts";

/** Stops the training of operations whose gradients on both halves of the data no longer agree: OLES. */
export const regulariser: Regulariser = {
  name: "operation-stop",
  stops: OPERATION_STOP,
  takesBest: true,
};
