import type { Operation } from "./operation.ts";

/** ReLU, depthwise convolution with every second pixel, 1x1 convolution, normalisation. */
export function dilatedConvolution(
  { name, kernel }: {
    readonly name: string;
    /** Side of the depthwise kernel in taps, odd. */
    readonly kernel: number;
  },
): Operation {
  return {
    name,
    takesWeight: true,
    forward: (layers, x, { name, stride, affine, weight }) =>
      layers.convNorm(
        layers.depthwise(layers.relu(x), {
          name: `${name}.op.1`,
          kernel,
          stride,
          dilation: 2,
        }),
        { name: `${name}.op.2`, filters: layers.channels(x) },
        { name: `${name}.op.3`, affine, weight },
      ),
  };
}
