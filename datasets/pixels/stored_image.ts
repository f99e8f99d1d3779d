/** An image of 8-bit RGB pixels. Readers may reuse `pixels` for the next image. */
export interface StoredImage {
  readonly height: number;
  readonly width: number;
  /** [height, width, 3] */
  readonly pixels: Uint8Array;
}

/** Most pixels of an image that is decoded: the largest of ImageNet has nine tenths of them. */
export const MOST_PIXELS = 1 << 26;
