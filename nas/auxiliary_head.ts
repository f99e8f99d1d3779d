import type { Layers } from "./layers.ts";

/** Prefix of the head's parameter names. */
export const AUXILIARY_PREFIX = "auxiliary_head.";

/**
 * The auxiliary classifier on an 8x8 map: ReLU, 5x5 average pool of stride 3, 1x1 convolution to 128 and 2x2 to 768
 * channels, each normalised, linear (method.md section 2).
 */
export function auxiliaryHead<T>(layers: Layers<T>, x: T, classes: number): T {
  const features = `${AUXILIARY_PREFIX}features`;
  const pooled = layers.averagePool(layers.relu(x), 5, 3);
  const narrow = layers.convNorm(pooled, {
    name: `${features}.2`,
    filters: 128,
  }, { name: `${features}.3`, affine: true });
  const wide = layers.convNorm(layers.relu(narrow), {
    name: `${features}.5`,
    filters: 768,
    kernel: [2, 2],
  }, { name: `${features}.6`, affine: true });
  return layers.linear(layers.relu(wide), {
    name: `${AUXILIARY_PREFIX}classifier`,
    units: classes,
  });
}
