import type { Layers } from "../layers/layers.ts";

/** ReLU, 1x1 convolution, batch normalisation: the first thing a cell does with an input. */
export function reluConvNorm<T>(
  layers: Layers<T>,
  x: T,
  { name, filters, affine }: { name: string; filters: number; affine: boolean },
): T {
  return layers.convNorm(layers.relu(x), { name: `${name}.op.1`, filters }, {
    name: `${name}.op.2`,
    affine,
  });
}
