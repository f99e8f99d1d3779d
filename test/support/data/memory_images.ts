import type { ImageReader } from "../../../datasets/prepared/image_reader.ts";

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
