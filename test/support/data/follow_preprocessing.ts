// What docs/exchange.md says of an export's preprocessing, written a second time.
import { assertEquals } from "@std/assert";
import type { StoredImage } from "../../../datasets/pixels/stored_image.ts";
import { type Filter, resizeImage } from "../../../datasets/pixels/resize.ts";
import type { Preprocessing } from "../../../datasets/prepared/preprocessing.ts";

/** Follows the metadata of an export as docs/exchange.md describes them: input of the network, [rows, columns, 3]. */
export function followPreprocessing(
  image: StoredImage,
  rules: Preprocessing,
): Float32Array {
  let { width, height, pixels } = image;
  const cut = (side: number) => {
    // Python's round(): half to even
    const middle = (space: number) =>
      space % 4 === 3 ? (space + 1) / 2 : Math.floor(space / 2);
    const [left, top] = [middle(width - side), middle(height - side)];
    return Uint8Array.from({ length: 3 * side * side }, (_, at) => {
      const pixel = Math.floor(at / 3);
      const row = top + Math.floor(pixel / side);
      return pixels[3 * (row * width + left + pixel % side) + at % 3]!;
    });
  };
  const resize = (w: number, h: number, filter: Filter) => {
    pixels = resizeImage({ width, height, pixels }, {
      width: w,
      height: h,
      filter,
    });
    [width, height] = [w, h];
  };
  for (const rule of rules.steps) {
    if (rule.step === "short-side") {
      const { side, when, filter } = rule;
      const short = Math.min(width, height);
      if (when === "larger" && short <= side) continue;
      const long = Math.trunc(side * Math.max(width, height) / short);
      resize(
        width < height ? side : long,
        width < height ? long : side,
        filter,
      );
    } else if (rule.step === "squash") {
      resize(rule.side, rule.side, rule.filter);
    } else if (rule.step === "crop") {
      pixels = cut(rule.side);
      width = height = rule.side;
    } else if (rule.step === "halve") {
      const before = pixels;
      const stride = 3 * width;
      width /= 2;
      height /= 2;
      pixels = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
        const column = Math.floor(at / 3) % width;
        const corner = 2 * Math.floor(at / 3 / width) * stride + 6 * column +
          at % 3;
        const mean = (before[corner]! + before[corner + 3]! +
          before[corner + stride]! + before[corner + stride + 3]!) / 4;
        return mean % 1 === 0.5 ? 2 * Math.round(mean / 2) : Math.round(mean);
      });
    } else assertEquals([width, height], [rule.side, rule.side]);
  }
  return normalisePixels(pixels, rules);
}

/** Normalises pixels in float32. */
export function normalisePixels(
  pixels: Uint8Array,
  rules: Preprocessing,
): Float32Array {
  const f = Math.fround;
  return Float32Array.from(pixels, (value, at) => {
    const [mean, std] = [rules.mean[at % 3]!, rules.std[at % 3]!];
    return f(f(value / rules.scale) - f(mean)) / f(std);
  });
}
