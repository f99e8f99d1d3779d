import type { Layers, MixtureRef } from "../layers/layers.ts";

/** Halves a map by two 1x1 convolutions of stride 2, the second shifted by one pixel, side by side. */
export function factorizedReduce<T>(
  layers: Layers<T>,
  x: T,
  { name, filters, affine, weight }: {
    name: string;
    filters: number;
    affine: boolean;
    weight?: MixtureRef | undefined;
  },
): T {
  const y = layers.relu(x);
  const half = Math.floor(filters / 2);
  return layers.norm(
    layers.concat([
      layers.conv(layers.subsample(y, 0), {
        name: `${name}.conv_1`,
        filters: half,
      }),
      layers.conv(layers.subsample(y, 1), {
        name: `${name}.conv_2`,
        filters: filters - half,
      }),
    ]),
    { name: `${name}.bn`, affine, weight },
  );
}
