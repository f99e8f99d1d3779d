import type { StoredImage } from "../pixels/stored_image.ts";

/** Images of a prepared data set, read one at a time. */
export interface ImageReader {
  /** Number of images. */
  readonly count: number;
  /** Reads an image. */
  at(position: number): StoredImage;
  /** Closes the files. */
  [Symbol.dispose](): void;
}

/** Square images that are in memory already, [count, size, size, 3]. */
export function memoryImages(bytes: Uint8Array, size: number): ImageReader {
  const length = 3 * size * size;
  return {
    count: bytes.length / length,
    at: (position) => ({
      height: size,
      width: size,
      pixels: bytes.subarray(position * length, (position + 1) * length),
    }),
    [Symbol.dispose]: () => {},
  };
}
