import { halveImage } from "../../datasets/pixels/halve_image.ts";
import type { StoredImage } from "../../datasets/pixels/stored_image.ts";
import {
  centreRegion,
  resizeImage,
  shortSide,
} from "../../datasets/pixels/resize.ts";
import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { viewSide } from "../../datasets/pixels/view.ts";
import type { SplitParams } from "./params.ts";

/** How images are stored. */
export interface Fit {
  /** Pixels a side that a network sees. */
  readonly size: number;
  /** Whether all are square. */
  readonly layout: "square" | "free";
  /** What is done to the pixels, for the statement; empty for nothing. */
  readonly text: string;
  /** Makes a stored image of one as it comes from the files. */
  readonly apply: (image: StoredImage, place: string) => StoredImage;
}

/** Resizes until the short side fits, and gives the image back as it is where it does or is smaller. */
function shrink(image: StoredImage, side: number): StoredImage {
  if (Math.min(image.height, image.width) <= side) return image;
  const extent = shortSide(image, side);
  return { ...extent, pixels: resizeImage(image, extent) };
}

/** The middle of an image with `size` pixels a side. */
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
  const { size = spec.size, shortSide: side } = params;
  const layout = params.layout ?? spec.layout;
  if (layout === "square" && side !== undefined) {
    throw new RangeError(
      `Expected no shortSide but found ${side}: images of the layout square have size pixels a side`,
    );
  }
  if (spec.layout === "square") {
    if (layout === "free") {
      throw new RangeError(
        `Expected layout: square but found free: the images of ${spec.name} are square`,
      );
    }
    return squareFit(spec, size);
  }
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

/** Images that come square: as they are, or halved once or twice; ImageNet16 shrinks any image to 16x16. */
function squareFit(spec: DatasetSpec, size: number): Fit {
  const allowed = [1, 2, 4].map((part) => spec.size / part)
    .filter((side) => Number.isInteger(side) && side >= 4);
  if (!allowed.includes(size)) {
    throw new RangeError(
      `Expected size: ${
        allowed.join(" or ")
      } for ${spec.name} but found ${size}`,
    );
  }
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
