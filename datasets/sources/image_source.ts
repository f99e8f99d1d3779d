import type { StoredImage } from "../pixels/stored_image.ts";

/** A chosen image with its position among the chosen ones; its pixels are valid until the next image comes. */
export interface ChosenImage extends StoredImage {
  readonly at: number;
}

/** Training or test images of a data set, not read yet. */
export interface ImageSource {
  /** Class of each image in the order of the files. */
  readonly labels: ArrayLike<number>;
  /** Name of each image; left out where its number is its name. */
  readonly names?: readonly string[];
  /** Class names, where the files hold them. */
  readonly classNames?: readonly string[];
  /**
   * True where the files hold one class after the other, so that a division by position would divide the classes.
   */
  readonly sorted: boolean;
  /** Reads the images at ascending positions, in that order. */
  images(positions: readonly number[]): AsyncIterable<ChosenImage>;
}
