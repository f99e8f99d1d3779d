import type { Operation } from "./operation.ts";

/** Maximum over 3x3 pixels; the border does not count. */
export const operation: Operation = {
  name: "max_pool_3x3",
  normalised: true,
  parameterFree: true,
  forward: (layers, x, { stride }) => layers.pool(x, "max", stride),
};
