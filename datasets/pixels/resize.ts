import type { StoredImage } from "./stored_image.ts";

/** A rectangle of an image, in pixels. */
export interface Region {
  /** First row. */
  readonly top: number;
  /** First column. */
  readonly left: number;
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
}

/** Coefficients are integers with this many bits behind the point, as in PIL. */
const BITS = 22;

/** Inputs of each output on one axis: first index and integer weights. */
interface Taps {
  readonly starts: Int32Array;
  readonly weights: readonly Int32Array[];
}

/** Filters: half width at scale 1, and weight at a distance. */
const FILTERS = {
  bilinear: { support: 1, at: (x: number) => Math.max(0, 1 - Math.abs(x)) },
  box: { support: 0.5, at: (x: number) => x > -0.5 && x <= 0.5 ? 1 : 0 },
} as const;

export type Filter = keyof typeof FILTERS;

/** Weights of one axis. The filter widens when the image shrinks (antialiasing). */
function tapsOf(
  from: number,
  to: number,
  filter: Filter,
): Taps {
  const { support, at } = FILTERS[filter];
  const scale = from / to;
  const wide = Math.max(1, scale);
  const reach = support * wide;
  const starts = new Int32Array(to);
  const weights = Array.from({ length: to }, (_, out) => {
    const centre = (out + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(from, Math.trunc(centre + reach + 0.5));
    const raw = Array.from(
      { length: last - first },
      (_, tap) => at((tap + first - centre + 0.5) / wide),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    starts[out] = first;
    return Int32Array.from(
      raw,
      (weight) => Math.floor(0.5 + (weight / sum) * (1 << BITS)),
    );
  });
  return { starts, weights };
}

const clip = (value: number) => value < 0 ? 0 : value > 255 ? 255 : value;

/**
 * Resizes a region of an RGB image: along rows, then along columns, in integers and rounded to bytes in between, as PIL
 * and torchvision do. The result is the same on every machine.
 *
 * @example One colour stays
 * ```ts
 * import { resizeImage } from "./resize.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const image = { height: 4, width: 4, pixels: new Uint8Array(48).fill(7) };
 * assertEquals(resizeImage(image, { height: 3, width: 2 }), new Uint8Array(18).fill(7));
 * ```
 */
export function resizeImage(
  { height, width, pixels }: StoredImage,
  options: {
    readonly height: number;
    readonly width: number;
    readonly region?: Region;
    readonly filter?: Filter;
  },
): Uint8Array<ArrayBuffer> {
  const { filter = "bilinear" } = options;
  const region = options.region ?? { top: 0, left: 0, height, width };
  const half = 1 << (BITS - 1);
  const across = tapsOf(region.width, options.width, filter);
  const down = tapsOf(region.height, options.height, filter);
  const rows = new Uint8Array(region.height * options.width * 3);
  for (let y = 0; y < region.height; y++) {
    const line = 3 * ((region.top + y) * width + region.left);
    for (let x = 0; x < options.width; x++) {
      const weights = across.weights[x]!;
      let from = line + 3 * across.starts[x]!;
      let red = half;
      let green = half;
      let blue = half;
      for (let tap = 0; tap < weights.length; tap++, from += 3) {
        const weight = weights[tap]!;
        red += weight * pixels[from]!;
        green += weight * pixels[from + 1]!;
        blue += weight * pixels[from + 2]!;
      }
      const to = 3 * (y * options.width + x);
      rows[to] = clip(red >> BITS);
      rows[to + 1] = clip(green >> BITS);
      rows[to + 2] = clip(blue >> BITS);
    }
  }
  const stride = 3 * options.width;
  const out = new Uint8Array(options.height * stride);
  for (let y = 0; y < options.height; y++) {
    const weights = down.weights[y]!;
    const first = stride * down.starts[y]!;
    for (let at = 0; at < stride; at++) {
      let sum = half;
      let from = first + at;
      for (let tap = 0; tap < weights.length; tap++, from += stride) {
        sum += weights[tap]! * rows[from]!;
      }
      out[y * stride + at] = clip(sum >> BITS);
    }
  }
  return out;
}

/** Height and width for a given short side and the same aspect, rounded like torchvision. */
export function shortSide(
  { height, width }: { readonly height: number; readonly width: number },
  side: number,
): { height: number; width: number } {
  return height <= width
    ? { height: side, width: Math.trunc(side * width / height) }
    : { height: Math.trunc(side * height / width), width: side };
}

/** The centre square of an image, placed like torchvision's `CenterCrop`. */
export function centreRegion(
  { height, width }: { readonly height: number; readonly width: number },
  side: number,
): Region {
  // Python rounds a half to the even neighbour
  const middle = (space: number) => {
    const whole = Math.floor(space / 2);
    return space % 2 === 0 ? whole : whole + (whole & 1);
  };
  return {
    top: middle(height - side),
    left: middle(width - side),
    height: side,
    width: side,
  };
}
