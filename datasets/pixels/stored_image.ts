/** An image of 8-bit RGB pixels. Readers may reuse `pixels` for the next image. */
export interface StoredImage {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Red, green and blue of each pixel, row by row, 0 to 255: [height, width, 3]. */
  readonly pixels: Uint8Array;
}

/** Most pixels of an image that is decoded: the largest of ImageNet has nine tenths of them. */
export const MOST_PIXELS = 1 << 26;
