import type { StoredImage } from "../pixels/stored_image.ts";

/** Images of a prepared data set, read one at a time. */
export interface ImageReader {
  readonly count: number;
  at(position: number): StoredImage;
  [Symbol.dispose](): void;
}

/** Reads square images in memory, [count, size, size, 3]. */
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
