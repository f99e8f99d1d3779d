import { factorizedReduce } from "./factorized_reduce.ts";
import type { Operation } from "./operation.ts";

/**
 * The input itself; at stride 2 a factorized reduction, which has weights. It still counts as free of parameters: what
 * matters is which operation a search prefers.
 */
export const operation: Operation = {
  name: "skip_connect",
  takesWeight: true,
  identity: true,
  parameterFree: true,
  forward(layers, x, { name, stride, affine, weight }) {
    if (stride === 2) {
      const filters = layers.channels(x);
      return factorizedReduce(layers, x, { name, filters, affine, weight });
    }
    return weight === undefined ? x : layers.weigh(x, weight);
  },
};
