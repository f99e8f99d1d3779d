import { randomStream } from "../../engine/philox.ts";
import type { Augmentation, PassAddress } from "./augment.ts";
import { jitterColours } from "./colour_jitter.ts";
import type { StoredImage } from "./stored_image.ts";
import { drawRegion } from "./resized_crop.ts";
import { centreRegion, resizeImage, shortSide } from "./resize.ts";

/** Side of the centre crop of a test image over its short side. */
const MIDDLE = 224 / 256;

/** Short side of an image from which the middle `size` pixels are cropped. */
export function viewSide(size: number): number {
  return Math.round(size / MIDDLE);
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
    : middle(image, size);
  if (random !== undefined && jitter !== undefined) {
    jitterColours(pixels, jitter, random);
  }
  return pixels;
}

/** Resizes the short side and crops the middle. */
function middle(image: StoredImage, size: number): Uint8Array<ArrayBuffer> {
  const { height, width } = shortSide(image, viewSide(size));
  const same = height === image.height && width === image.width;
  const whole = same ? image.pixels : resizeImage(image, { height, width });
  const { top, left } = centreRegion({ height, width }, size);
  const out = new Uint8Array(3 * size * size);
  for (let y = 0; y < size; y++) {
    const from = 3 * ((top + y) * width + left);
    out.set(whole.subarray(from, from + 3 * size), 3 * size * y);
  }
  return out;
}
