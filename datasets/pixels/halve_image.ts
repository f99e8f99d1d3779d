/** Mean of four bytes, given their sum, rounded half to even. */
function quarter(sum: number): number {
  const floor = sum >> 2;
  const rest = sum & 3;
  return rest === 3 || (rest === 2 && (floor & 1) === 1) ? floor + 1 : floor;
}

/**
 * Halves an RGB image (HWC, even `size`) by averaging blocks of 2x2 pixels. A mean that ends in .5 is rounded to the
 * even neighbour, so that images get neither brighter nor darker on average.
 *
 * @example A block
 * ```ts
 * import { halveImage } from "./halve_image.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const image = Uint8Array.from([1, 2, 0, 1, 2, 0, 1, 2, 0, 3, 4, 255]);
 * assertEquals(halveImage(image, 2), Uint8Array.from([2, 2, 64]));
 * ```
 */
export function halveImage(image: Uint8Array, size: number): Uint8Array {
  if (image.length !== 3 * size * size || size % 2 !== 0) {
    throw new RangeError(
      `Expected 3 x ${size} x ${size} bytes with an even size but found ${image.length}`,
    );
  }
  const half = size / 2;
  const row = 3 * size;
  const out = new Uint8Array(3 * half * half);
  let at = 0;
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      const corner = 2 * y * row + 6 * x;
      for (let channel = 0; channel < 3; channel++) {
        const first = corner + channel;
        out[at++] = quarter(
          image[first]! + image[first + 3]! + image[first + row]! +
            image[first + row + 3]!,
        );
      }
    }
  }
  return out;
}
