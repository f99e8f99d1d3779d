import type { Triple } from "../catalogue/spec.ts";

/** Where an image is in the input of a network. */
export interface ImagePlace {
  /** Rows that it is moved down; negative: up. */
  readonly dy: number;
  /** Columns that it is moved to the right. */
  readonly dx: number;
  /** True when it is mirrored, left to right, after the move. */
  readonly flip: boolean;
}

/** Where an image is that is not moved. */
export const IN_PLACE: ImagePlace = { dy: 0, dx: 0, flip: false };

/**
 * One placement after another.
 *
 * @example Mirrors change the side to which a later move goes
 * ```ts
 * import { placedAgain } from "./write_image.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const mirrored = { dy: 0, dx: 0, flip: true };
 * const moved = { dy: 1, dx: 2, flip: false };
 * assertEquals(placedAgain(moved, mirrored), { dy: 1, dx: 2, flip: true });
 * assertEquals(placedAgain(mirrored, moved), { dy: 1, dx: -2, flip: true });
 * ```
 */
export function placedAgain(
  first: ImagePlace,
  { dy, dx, flip }: ImagePlace,
): ImagePlace {
  return {
    dy: first.dy + dy,
    dx: first.flip ? first.dx - dx : first.dx + dx,
    flip: first.flip !== flip,
  };
}

/** Normalised value of every byte, by channel: 3 x 256 float32. */
export function normalisationTable(
  mean: Triple,
  std: Triple,
): Float32Array {
  const table = new Float32Array(3 * 256);
  for (let channel = 0; channel < 3; channel++) {
    // each step in float32, as in torchvision: to 0..1, minus mean, over std
    const m = Math.fround(mean[channel]!);
    const s = Math.fround(std[channel]!);
    for (let byte = 0; byte < 256; byte++) {
      const scaled = Math.fround(byte / 255);
      table[256 * channel + byte] = Math.fround(scaled - m) / s;
    }
  }
  return table;
}

/**
 * Writes an image (HWC bytes) to `target` (HWC float32), moved, mirrored and normalised. Pixels from outside are black,
 * byte 0 before normalisation.
 */
export function writeImage(
  image: Uint8Array,
  target: Float32Array,
  { dy, dx, flip }: ImagePlace,
  { size, table }: {
    readonly size: number;
    /** Table of {@linkcode normalisationTable}. */
    readonly table: Float32Array;
  },
): void {
  const black0 = table[0]!;
  const black1 = table[256]!;
  const black2 = table[512]!;
  let at = 0;
  for (let y = 0; y < size; y++) {
    const sy = y - dy;
    const inside = sy >= 0 && sy < size;
    for (let x = 0; x < size; x++) {
      const sx = (flip ? size - 1 - x : x) - dx;
      if (inside && sx >= 0 && sx < size) {
        const from = 3 * (sy * size + sx);
        target[at] = table[image[from]!]!;
        target[at + 1] = table[256 + image[from + 1]!]!;
        target[at + 2] = table[512 + image[from + 2]!]!;
      } else {
        target[at] = black0;
        target[at + 1] = black1;
        target[at + 2] = black2;
      }
      at += 3;
    }
  }
}
