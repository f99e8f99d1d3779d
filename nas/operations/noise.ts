import type { Operation } from "./operation.ts";

/** Standard normal noise in place of the input. */
export const operation: Operation = {
  name: "noise",
  parameterFree: true,
  forward: (layers, x, { name, stride }) => layers.noise(x, { name, stride }),
};
