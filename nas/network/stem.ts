import type { Layers } from "../layers/layers.ts";

/** First layers of a network. */
export const STEMS = ["cifar", "imagenet"] as const;

export type StemName = typeof STEMS[number];

/** Output of a stem. */
export interface Stem<T> {
  /** The two inputs of the first cell. */
  readonly inputs: readonly [T, T];
  /** True when the first input is twice as large as the second. */
  readonly reduced: boolean;
}

/** A convolution that keeps the size, read twice. */
function cifarStem<T>(layers: Layers<T>, images: T, channels: number): Stem<T> {
  const stem = layers.convNorm(images, {
    name: "stem.0",
    filters: 3 * channels,
    kernel: [3, 3],
    pad: [1, 1],
  }, { name: "stem.1", affine: true });
  return { inputs: [stem, stem], reduced: false };
}

/** Three convolutions that halve: to C/2 and C channels for the first input, once more for the second. */
function imagenetStem<T>(
  layers: Layers<T>,
  images: T,
  channels: number,
): Stem<T> {
  const halving = (x: T, filters: number, at: string, norm: string) =>
    layers.convNorm(x, {
      name: at,
      filters,
      kernel: [3, 3],
      stride: [2, 2],
      pad: [1, 1],
    }, { name: norm, affine: true });
  const first = halving(
    images,
    Math.floor(channels / 2),
    "stem0.0",
    "stem0.1",
  );
  const stem0 = halving(layers.relu(first), channels, "stem0.3", "stem0.4");
  const stem1 = halving(layers.relu(stem0), channels, "stem1.1", "stem1.2");
  return { inputs: [stem0, stem1], reduced: true };
}

/** The first layers of a network (docs/method.md section 3), from images to the inputs of the first cell. */
export function stem<T>(
  layers: Layers<T>,
  images: T,
  { form, channels }: { readonly form: StemName; readonly channels: number },
): Stem<T> {
  return (form === "imagenet" ? imagenetStem : cifarStem)(
    layers,
    images,
    channels,
  );
}
