import type { StoredImage } from "../pixels/stored_image.ts";
import type { PassedOver } from "./passed_over.ts";

/** A chosen image with its position among the chosen ones; its pixels are valid until the next image comes. */
export interface ChosenImage extends StoredImage {
  /** From 0. */
  readonly at: number;
}

/** Training or test images of a data set, not read yet. */
export interface ImageSource {
  /** Class of each image in the order of the files, from 0. */
  readonly labels: ArrayLike<number>;
  /** Name of each image; undefined for numbered images. */
  readonly names?: readonly string[];
  /** Class names, if the files hold them. */
  readonly classNames?: readonly string[];
  /** True if the files hold one class after the other: a division by position would divide the classes. */
  readonly sorted?: boolean;
  /** Reads the images at ascending positions; `at` counts them from 0. */
  images(positions: readonly number[]): AsyncIterable<ChosenImage>;
}

/** The images of a data set, and what of its files is none of them. */
export interface ImageSources {
  /** Images that train weights or architecture. */
  readonly train: ImageSource;
  /** Images for the final evaluation alone. */
  readonly test: ImageSource;
  /** Nothing without it. */
  readonly passedOver?: PassedOver;
}
