import type { Operation } from "./operation.ts";

/** ReLU, a convolution and a normalisation that takes the mixture weight, as NAS-Bench-201 has them. */
export function norConvolution(name: string, kernel: 1 | 3): Operation {
  const pad = (kernel - 1) / 2;
  return {
    name,
    takesWeight: true,
    forward: (layers, x, { name, stride, affine, weight }) =>
      layers.convNorm(layers.relu(x), {
        name: `${name}.op.1`,
        filters: layers.channels(x),
        kernel: [kernel, kernel],
        stride: [stride, stride],
        pad: [pad, pad],
      }, { name: `${name}.op.2`, affine, weight }),
  };
}
