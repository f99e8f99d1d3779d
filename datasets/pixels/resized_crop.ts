import type { RandomStream } from "../../engine/philox.ts";
import type { Region } from "./resize.ts";

/** Ranges of a random crop. */
export interface ResizedCrop {
  /** Smallest and largest share of the image's area. */
  readonly scale: readonly [number, number];
  /** Smallest and largest ratio of width to height. */
  readonly ratio: readonly [number, number];
}

/** Crop of ImageNet trainings: torchvision's defaults. */
export const IMAGENET_CROP: ResizedCrop = {
  scale: [0.08, 1],
  ratio: [3 / 4, 4 / 3],
};

const TRIES = 10;

/**
 * Draws a region of random area and aspect. If ten draws do not fit: the largest centred region with an allowed
 * aspect.
 */
export function drawRegion(
  { height, width }: { readonly height: number; readonly width: number },
  { scale, ratio }: ResizedCrop,
  random: RandomStream,
): Region {
  const [low, high] = [Math.log(ratio[0]), Math.log(ratio[1])];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const area = height * width *
      (scale[0] + (scale[1] - scale[0]) * random.uniform());
    const aspect = Math.exp(low + (high - low) * random.uniform());
    const w = Math.round(Math.sqrt(area * aspect));
    const h = Math.round(Math.sqrt(area / aspect));
    if (w > 0 && w <= width && h > 0 && h <= height) {
      return {
        top: random.below(height - h + 1),
        left: random.below(width - w + 1),
        height: h,
        width: w,
      };
    }
  }
  const aspect = width / height;
  const h = aspect < ratio[0] ? Math.round(width / ratio[0]) : height;
  const w = aspect > ratio[1] ? Math.round(height * ratio[1]) : width;
  return {
    top: (height - h) >> 1,
    left: (width - w) >> 1,
    height: h,
    width: w,
  };
}
