import type { Operation } from "./operation.ts";

/** ReLU, a convolution along rows and one along columns, of 7 pixels each, normalisation. */
export const operation: Operation = {
  name: "conv_7x1_1x7",
  takesWeight: true,
  forward(layers, x, { name, stride, affine, weight }) {
    const filters = layers.channels(x);
    const row = layers.conv(layers.relu(x), {
      name: `${name}.1`,
      filters,
      kernel: [1, 7],
      stride: [1, stride],
      pad: [0, 3],
    });
    return layers.convNorm(row, {
      name: `${name}.2`,
      filters,
      kernel: [7, 1],
      stride: [stride, 1],
      pad: [3, 0],
    }, { name: `${name}.3`, affine, weight });
  },
};
