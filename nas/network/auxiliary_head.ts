import type { Layers } from "../layers/layers.ts";
import type { AuxiliaryForm } from "../stems/stem.ts";

/** Prefix of the head's parameter names. */
export const AUXILIARY_PREFIX = "auxiliary_head.";

/**
 * The auxiliary classifier: ReLU, 5x5 average pool down to 2x2, 1x1 convolution to 128 and 2x2 to 768 channels, linear
 * (docs/method.md section 2).
 */
export function auxiliaryHead<T>(
  layers: Layers<T>,
  x: T,
  { classes, form }: {
    readonly classes: number;
    readonly form: AuxiliaryForm;
  },
): T {
  const { stride, norm } = form;
  const features = `${AUXILIARY_PREFIX}features`;
  const pooled = layers.averagePool(layers.relu(x), 5, stride);
  const narrow = layers.convNorm(pooled, {
    name: `${features}.2`,
    filters: 128,
  }, { name: `${features}.3`, affine: true });
  const last = {
    name: `${features}.5`,
    filters: 768,
    kernel: [2, 2],
  } as const;
  const input = layers.relu(narrow);
  const wide = norm
    ? layers.convNorm(input, last, { name: `${features}.6`, affine: true })
    : layers.conv(input, last);
  return layers.linear(layers.relu(wide), {
    name: `${AUXILIARY_PREFIX}classifier`,
    units: classes,
  });
}
