import { isReduction, type NetworkSizes } from "./backbone.ts";

/**
 * Says why images cannot pass the reductions of a network of cells: a map that is halved and read by a later cell must
 * have an even side.
 *
 * @returns What was expected and found; undefined if the side fits.
 *
 * @example
 * ```ts
 * import { sideTrouble } from "./side_trouble.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sideTrouble({ size: 32, cells: 8 }), undefined);
 * assertEquals(
 *   sideTrouble({ size: 30, cells: 8 }),
 *   "Expected images with a side divisible by 4 but found 30 pixels",
 * );
 * ```
 */
export function sideTrouble(
  { size, cells, stem = "cifar" }: Pick<
    NetworkSizes,
    "size" | "cells" | "stem"
  >,
): string | undefined {
  // The map behind a reduction in the last cell is not read by another one.
  const factor = isReduction(cells - 1, cells) ? 2 : 4;
  // The stem for ImageNet halves twice, rounding up, and the first cell halves its first input again.
  const [side, divisor] = stem === "cifar"
    ? [size, factor]
    : [Math.ceil(size / 4), 2 * factor];
  if (side % divisor === 0) return undefined;
  return stem === "cifar"
    ? `Expected images with a side divisible by ${factor} but found ${size} pixels`
    : `Expected images with a side divisible by ${
      8 * factor
    } for stem: imagenet but found ${size} pixels`;
}
