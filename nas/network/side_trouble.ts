import { isReduction } from "../space/cell_kinds.ts";
import type { NetworkSizes } from "./backbone.ts";

/**
 * Says why images cannot pass the reductions of a network of cells: a map that is halved and read by a later cell must
 * have an even side.
 *
 * @returns What was expected and found; undefined if the side fits.
 *
 * @example
 * ```ts
 * import { sideTrouble } from "./side_trouble.ts";
 * import { stem } from "../stems/cifar.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sideTrouble({ stem, size: 32, cells: 8 }), undefined);
 * assertEquals(
 *   sideTrouble({ stem, size: 30, cells: 8 }),
 *   "Expected images with a side divisible by 4 but found 30 pixels",
 * );
 * ```
 */
export function sideTrouble(
  { size, cells, stem }: Pick<
    NetworkSizes,
    "size" | "cells" | "stem"
  >,
): string | undefined {
  // The map behind a reduction in the last cell is not read by another one.
  const factor = isReduction(cells - 1, cells) ? 2 : 4;
  const { name, halvings, reduced } = stem;
  // A reduced first input is halved once less than the second, by the first cell.
  const before = reduced ? 1 : 0;
  const side = Math.ceil(size / 2 ** (halvings - before));
  if (side % (factor * 2 ** before) === 0) return undefined;
  const place = name === "cifar" ? "" : ` for stem: ${name}`;
  return `Expected images with a side divisible by ${
    factor * 2 ** halvings
  }${place} but found ${size} pixels`;
}
