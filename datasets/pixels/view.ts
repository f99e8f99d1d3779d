import { type PixelStep, takeSteps } from "./pixel_steps.ts";
import type { StoredImage } from "./stored_image.ts";

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
 * Crops an image that keeps its aspect to the `size` x `size` pixels that an evaluation sees: the middle of the image
 * resized to a short side of 256/224 of `size` (docs/method.md section 5).
 */
export function middleView(image: StoredImage, size: number): Uint8Array {
  return takeSteps(image, viewSteps(size), "an image").pixels;
}
