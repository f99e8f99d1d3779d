import type { RandomStream } from "../../engine/philox.ts";
import type { Region } from "../pixels/resize.ts";
import type { ImagePlace } from "../pixels/write_image.ts";

/** Images that an augmentation changes. */
export interface AugmentedImages {
  /** Pixels a side that the network sees. */
  readonly size: number;
  /** Pixels of padding of the published crops of the data set; 0 where images keep their aspect. */
  readonly pad: number;
  /** Side of a hole in pixels: the parameter `cutout`. */
  readonly cutout: number;
  /** In a search, grows from 0 in the first epoch to 1 in the last; 1 in other trainings. */
  readonly ramp: number;
}

/**
 * A random change of training images. It changes an image in one place or in several on its way to the network, in this
 * order: a region of the stored image, its bytes, its place, its normalised values; of an image that is not changed,
 * nothing is called. Several augmentations take turns in each place, in the order of the list. A module that the parameter
 * `augmentation` names exports it as `augmentation`.
 *
 * Numbers of a stream depend on seed, epoch and image, so that a training that is resumed draws the same ones.
 *
 * @example A fifth of the images without colours
 * ```ts
 * import type { Augmentation } from "./augmentation.ts";
 *
 * export const augmentation: Augmentation = {
 *   name: "grey",
 *   pixels: (pixels, random) => {
 *     if (random.uniform() >= 0.2) return;
 *     for (let at = 0; at < pixels.length; at += 3) {
 *       const [red, green, blue] = pixels.subarray(at, at + 3);
 *       pixels.fill((red! + green! + blue!) / 3, at, at + 3);
 *     }
 *   },
 * };
 * ```
 */
export interface Augmentation {
  /** Name in parameters and results; its random numbers depend on it, too. */
  readonly name: string;
  /**
   * `shared`: draws from the stream of the published augmentations, after those before it in the list. Default: a stream
   * of its own, in which nothing changes when other augmentations come or go.
   */
  readonly stream?: "shared";
  /** Images that it is for: `free` those that keep their aspect; default: all. */
  readonly layout?: "free";
  /**
   * Chooses the region of an image that keeps its aspect, which is resized to `size` x `size`; of several the last one
   * counts. Square images are stored at that size and have none.
   *
   * @param stored Pixels of the stored image.
   */
  readonly region?: (
    random: RandomStream,
    stored: { readonly height: number; readonly width: number },
    images: AugmentedImages,
  ) => Region;
  /** Changes the bytes of an image in place: red, green and blue of each pixel, [size, size, 3]. */
  readonly pixels?: (
    pixels: Uint8Array,
    random: RandomStream,
    images: AugmentedImages,
  ) => void;
  /** Moves or mirrors an image; what comes from outside of it is black. */
  readonly place?: (
    random: RandomStream,
    images: AugmentedImages,
  ) => ImagePlace;
  /** Changes normalised values in place, [size, size, 3]; 0 is the mean of the data. */
  readonly values?: (
    values: Float32Array,
    random: RandomStream,
    images: AugmentedImages,
  ) => void;
}
