import type { Stem } from "./stem.ts";

/** A convolution that keeps the size, read twice. */
export const stem: Stem = {
  name: "cifar",
  halvings: 0,
  reduced: false,
  auxiliary: { side: 8, stride: 3, norm: true },
  forward: (layers, images, channels) => {
    const stem = layers.convNorm(images, {
      name: "stem.0",
      filters: 3 * channels,
      kernel: [3, 3],
      pad: [1, 1],
    }, { name: "stem.1", affine: true });
    return [stem, stem];
  },
};
