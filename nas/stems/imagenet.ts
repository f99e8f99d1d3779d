import type { Stem } from "./stem.ts";

/** Three convolutions that halve: to C/2 and C channels for the first input, once more for the second. */
export const stem: Stem = {
  name: "imagenet",
  halvings: 3,
  reduced: true,
  // The published code has no normalisation after the last convolution of its head.
  auxiliary: { side: 7, stride: 2, norm: false },
  forward: (layers, images, channels) => {
    const halving = (
      x: typeof images,
      filters: number,
      at: string,
      norm: string,
    ) =>
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
    return [stem0, stem1];
  },
};
