import type { Operation } from "./operation.ts";

/** Zeros: no connection. */
export const operation: Operation = {
  name: "none",
  addsNothing: true,
  parameterFree: true,
  forward: (layers, x, { stride }) => layers.zeros(x, stride),
};
