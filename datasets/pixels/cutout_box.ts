/** A hole in an image: rows y1..y2-1 and columns x1..x2-1. */
export interface Box {
  /** First row. */
  readonly y1: number;
  /** Row after the last. */
  readonly y2: number;
  /** First column. */
  readonly x1: number;
  /** Column after the last. */
  readonly x2: number;
}

/**
 * Hole of cutout: a square of `length` pixels around a centre, clipped to the image (DeVries and Taylor 2017, in the
 * form of the DARTS code).
 *
 * @example A corner
 * ```ts
 * import { cutoutBox } from "./cutout_box.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cutoutBox({ y: 0, x: 31, length: 16, size: 32 }), { y1: 0, y2: 8, x1: 23, x2: 32 });
 * ```
 */
export function cutoutBox(
  { y, x, length, size }: {
    readonly y: number;
    readonly x: number;
    readonly length: number;
    readonly size: number;
  },
): Box {
  const half = Math.floor(length / 2);
  const clip = (value: number) => Math.min(size, Math.max(0, value));
  return {
    y1: clip(y - half),
    y2: clip(y + half),
    x1: clip(x - half),
    x2: clip(x + half),
  };
}
