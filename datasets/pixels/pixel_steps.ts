import { halveImage } from "./halve_image.ts";
import { centreRegion, resizeImage, shortSide } from "./resize.ts";
import type { StoredImage } from "./stored_image.ts";

/**
 * A step from the pixels of an image file to those that a network sees. Written as JSON into data sets, networks and
 * exports, so that other programs can take the same steps.
 */
export type PixelStep =
  /** Images have `side` x `side` pixels; there is no rule for others. */
  | { readonly step: "expect"; readonly side: number }
  /** Each block of 2x2 pixels becomes its mean, rounded half to even. */
  | { readonly step: "halve" }
  /** Resized to `side` x `side` pixels, whatever the aspect. */
  | { readonly step: "squash"; readonly side: number; readonly filter: "box" }
  /** Resized to this short side with the same aspect, the long side rounded down; `larger`: only if it is larger. */
  | {
    readonly step: "short-side";
    readonly side: number;
    readonly when: "always" | "larger";
    readonly filter: "bilinear";
  }
  /** The middle `side` x `side` pixels; half a pixel is rounded to the even neighbour. */
  | { readonly step: "crop"; readonly side: number };

/**
 * Takes steps with an image.
 *
 * @param place Named in errors.
 * @throws {RangeError} If the image has another size than a step expects.
 *
 * @example The middle of an image
 * ```ts
 * import { takeSteps } from "./pixel_steps.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const image = { height: 1, width: 3, pixels: Uint8Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3) };
 * const { pixels } = takeSteps(image, [{ step: "crop", side: 1 }], "an image");
 * assertEquals(pixels, Uint8Array.of(2, 2, 2));
 * ```
 */
export function takeSteps(
  image: StoredImage,
  steps: readonly PixelStep[],
  place: string,
): StoredImage {
  return steps.reduce((last, step) => takeStep(last, step, place), image);
}

function takeStep(
  image: StoredImage,
  step: PixelStep,
  place: string,
): StoredImage {
  const { height, width } = image;
  switch (step.step) {
    case "expect":
      if (height !== step.side || width !== step.side) {
        throw new RangeError(
          `Expected ${step.side} x ${step.side} pixels but found ${width} x ${height} in ${place}`,
        );
      }
      return image;
    case "halve": {
      const pixels = halveImage(image.pixels, width);
      return { height: height / 2, width: width / 2, pixels };
    }
    case "squash": {
      const extent = { height: step.side, width: step.side };
      return resized(image, extent, step.filter);
    }
    case "short-side":
      return step.when === "larger" && Math.min(height, width) <= step.side
        ? image
        : resized(image, shortSide(image, step.side), step.filter);
    case "crop":
      return middleOf(image, step.side);
  }
}

function resized(
  image: StoredImage,
  extent: { readonly height: number; readonly width: number },
  filter: "box" | "bilinear",
): StoredImage {
  const same = extent.height === image.height && extent.width === image.width;
  return same
    ? image
    : { ...extent, pixels: resizeImage(image, { ...extent, filter }) };
}

function middleOf(image: StoredImage, side: number): StoredImage {
  const { top, left } = centreRegion(image, side);
  const pixels = new Uint8Array(3 * side * side);
  for (let y = 0; y < side; y++) {
    const from = 3 * ((top + y) * image.width + left);
    pixels.set(image.pixels.subarray(from, from + 3 * side), 3 * side * y);
  }
  return { height: side, width: side, pixels };
}
