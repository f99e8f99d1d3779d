import type { Operation } from "./operation.ts";

/** Average over 3x3 pixels; the border does not count. */
export const operation: Operation = {
  name: "avg_pool_3x3",
  normalised: true,
  parameterFree: true,
  forward: (layers, x, { stride }) => layers.pool(x, "avg", stride),
};
