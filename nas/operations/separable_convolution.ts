import type { MixtureRef } from "../layers/layers.ts";
import type { Operation } from "./operation.ts";

/** ReLU, depthwise and 1x1 convolution, normalisation, twice: the first of them has the stride. */
export function separableConvolution(
  { name, kernel }: {
    readonly name: string;
    /** Side of the depthwise kernels, odd. */
    readonly kernel: number;
  },
): Operation {
  return {
    name,
    takesWeight: true,
    forward(layers, x, { name, stride, affine, weight }) {
      const filters = layers.channels(x);
      const half = (
        y: typeof x,
        at: number,
        step: 1 | 2,
        weight?: MixtureRef,
      ) =>
        layers.convNorm(
          layers.depthwise(layers.relu(y), {
            name: `${name}.op.${at}`,
            kernel,
            stride: step,
            dilation: 1,
          }),
          { name: `${name}.op.${at + 1}`, filters },
          { name: `${name}.op.${at + 2}`, affine, weight },
        );
      return half(half(x, 1, stride), 5, 1, weight);
    },
  };
}
