/** An image as it comes from the files of a data set. */
export interface RawImage {
  /** Position among the chosen ones. */
  readonly at: number;
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** Bytes, [height, width, 3]; valid until the next image comes. */
  readonly pixels: Uint8Array;
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
  images(positions: readonly number[]): AsyncIterable<RawImage>;
}
