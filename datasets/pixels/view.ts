import { randomStream } from "../../engine/philox.ts";
import type { Augmentation, PassAddress } from "./augment.ts";
import type { StoredImage } from "./stored_image.ts";
import { drawRegion } from "./resized_crop.ts";
import { type PixelStep, takeSteps } from "./pixel_steps.ts";
import { resizeImage } from "./resize.ts";

/** Side of the centre crop of a test image over its short side. */
const MIDDLE = 224 / 256;

/** Short side of an image from which the middle `size` pixels are cropped. */
export function viewSide(size: number): number {
  return Math.round(size / MIDDLE);
}

/** Steps from an image that keeps its aspect to the `size` x `size` pixels that a network sees in evaluation. */
export function viewSteps(size: number): PixelStep[] {
  const side = viewSide(size);
  return [
    { step: "short-side", side, when: "always", filter: "bilinear" },
    { step: "crop", side: size },
  ];
}

/**
 * Crops an image that keeps its aspect to `size` x `size` pixels: in training a random region, resized, with random
 * colours; otherwise the middle of the image resized to a short side of 256/224 of `size` (docs/method.md section 5).
 *
 * The random address differs from that of flip and cutout.
 */
export function cropToView(
  image: StoredImage,
  size: number,
  pass?: PassAddress & {
    readonly augmentation: Augmentation;
    readonly sample: number;
  },
): Uint8Array {
  const { resizedCrop, jitter } = pass?.augmentation ?? {};
  const random = pass === undefined ? undefined : randomStream({
    seed: pass.seed,
    stream: `view.${pass.stream}`,
    epoch: pass.epoch,
    sample: pass.sample,
  });
  const pixels = random !== undefined && resizedCrop !== undefined
    ? resizeImage(image, {
      height: size,
      width: size,
      region: drawRegion(image, resizedCrop, random),
    })
    : takeSteps(image, viewSteps(size), "an image").pixels;
  if (random !== undefined && jitter !== undefined) {
    jitter(pixels, random);
  }
  return pixels;
}
