import { halveImage } from "../../datasets/pixels/halve_image.ts";
import type { StoredImage } from "../../datasets/pixels/stored_image.ts";
import {
  centreRegion,
  resizeImage,
  shortSide,
} from "../../datasets/pixels/resize.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { viewSide } from "../../datasets/pixels/view.ts";
import { fitTrouble } from "./fit_trouble.ts";
import type { SplitParams } from "./params.ts";

/** How images are stored. */
export interface Fit {
  /** Pixels a side that a network sees. */
  readonly size: number;
  /** `square` where all stored images are. */
  readonly layout: "square" | "free";
  /** Changes of the pixels in words, for the statement; empty for none. */
  readonly text: string;
  /** Turns an image of the files into one to store. */
  readonly apply: (image: StoredImage, place: string) => StoredImage;
}

/** Shrinks an image so that its short side is at most `side`. */
function shrink(image: StoredImage, side: number): StoredImage {
  if (Math.min(image.height, image.width) <= side) return image;
  const extent = shortSide(image, side);
  return { ...extent, pixels: resizeImage(image, extent) };
}

/** The centre of an image, resized to `size` pixels a side. */
function square(image: StoredImage, size: number): StoredImage {
  const extent = shortSide(image, size);
  const whole = { ...extent, pixels: resizeImage(image, extent) };
  const pixels = resizeImage(whole, {
    height: size,
    width: size,
    region: centreRegion(whole, size),
  });
  return { height: size, width: size, pixels };
}

/**
 * Decides how the images of a data set are stored.
 *
 * @throws {RangeError} If the parameters do not fit the data set.
 */
export function chooseFit(spec: DatasetSpec, params: SplitParams): Fit {
  const trouble = fitTrouble(spec, params);
  if (trouble !== undefined) throw new RangeError(trouble.message);
  const { size = spec.size, shortSide: side } = params;
  const layout = params.layout ?? spec.layout;
  if (spec.layout === "square") return squareFit(spec, size);
  if (layout === "square") {
    return {
      size,
      layout,
      text: `the middle resized to ${size}x${size}`,
      apply: (image) => square(image, size),
    };
  }
  const stored = side ?? viewSide(size);
  return {
    size,
    layout,
    text: `at ${size}x${size} from ${
      stored === "original"
        ? "images of the original size"
        : `images with a short side of at most ${stored}`
    }`,
    apply: (image) => stored === "original" ? image : shrink(image, stored),
  };
}

/** Fit of square images: stored unchanged or halved once or twice; ImageNet16 shrinks any image to 16x16. */
function squareFit(spec: DatasetSpec, size: number): Fit {
  const boxed = spec.name === "imagenet16-120";
  return {
    size,
    layout: "square",
    text: size === spec.size ? "" : `halved to ${size}x${size}`,
    apply: (image, place) => {
      let { pixels } = image;
      if (boxed) {
        pixels = resizeImage(image, {
          height: spec.size,
          width: spec.size,
          filter: "box",
        });
      } else if (image.height !== spec.size || image.width !== spec.size) {
        throw new RangeError(
          `Expected ${spec.size} x ${spec.size} pixels but found ${image.width} x ${image.height} in ${place}`,
        );
      }
      for (let side = spec.size; side > size; side /= 2) {
        pixels = halveImage(pixels, side);
      }
      return { height: size, width: size, pixels };
    },
  };
}
