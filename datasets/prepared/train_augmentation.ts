import type { Augmentation } from "../pixels/augment.ts";
import { IMAGENET_JITTER } from "../pixels/colour_jitter.ts";
import type { DatasetManifest } from "./manifest.ts";
import { IMAGENET_CROP } from "../pixels/resized_crop.ts";

/**
 * Random changes of the training images: shifts of square ones, resized regions of those that keep their aspect.
 *
 * @throws {RangeError} If the layout does not allow a change.
 */
export function trainAugmentation(
  { layout, pad, name }: DatasetManifest,
  { crop, flip, cutout, jitter = false }: {
    readonly crop: boolean;
    readonly flip: boolean;
    /** Side of the cutout hole in pixels; 0 for none. */
    readonly cutout: number;
    /** Random colours, for images that keep their aspect; default false. */
    readonly jitter?: boolean;
  },
): Augmentation {
  if (layout === "square") {
    if (jitter) {
      throw new RangeError(
        `Expected jitter: false but found true: the images of ${name} are stored square`,
      );
    }
    return { pad: crop ? pad : 0, flip, cutout };
  }
  return {
    pad: 0,
    flip,
    cutout,
    ...(crop ? { resizedCrop: IMAGENET_CROP } : {}),
    ...(jitter ? { jitter: IMAGENET_JITTER } : {}),
  };
}
