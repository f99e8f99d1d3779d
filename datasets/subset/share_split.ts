import { classShare } from "./class_share.ts";
import { randomStream } from "../../engine/philox.ts";
import type { SearchSplit } from "./split_for_search.ts";
import { positionsByClass } from "./subset.ts";

/**
 * Draws disjoint shares of every class, in file order: the search on ImageNet uses 10 % and 2.5 % of the training
 * images of each class (PC-DARTS). Shares are rounded, to 1 at least.
 *
 * @throws {RangeError} If a class has too few images, or none.
 *
 * @example
 * ```ts
 * import { shareSplit } from "./share_split.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = Array.from({ length: 80 }, (_, at) => at % 2);
 * const { weights, alpha } = shareSplit(labels, { weights: 0.1, alpha: 0.025, classes: 2, seed: 0 });
 * assertEquals([weights.length, alpha.length], [8, 2]);
 * ```
 */
export function shareSplit(
  labels: ArrayLike<number>,
  options: {
    /** Share of each class that trains the weights, 0..1. */
    readonly weights: number;
    /** Share that trains the architecture, 0..1. */
    readonly alpha: number;
    readonly classes: number;
    /** Names of the classes, for errors. */
    readonly classNames?: readonly string[] | undefined;
    readonly seed: number;
  },
): SearchSplit {
  const { classes, classNames, seed } = options;
  const weights: number[] = [];
  const alpha: number[] = [];
  positionsByClass(labels, classes).forEach((group, label) => {
    const first = classShare(options.weights, group.length);
    const second = classShare(options.alpha, group.length);
    if (first + second > group.length) {
      throw new RangeError(
        `Expected ${first} + ${second} images of class ${
          classNames?.[label] ?? label
        } but found ${group.length}`,
      );
    }
    const order = randomStream({ seed, stream: "share", sample: label })
      .permutation(group.length);
    const take = (from: number, to: number) =>
      Array.from(order.subarray(from, to), (at) => group[at]!);
    weights.push(...take(0, first));
    alpha.push(...take(first, first + second));
  });
  const ascending = (positions: number[]) => positions.sort((a, b) => a - b);
  return { weights: ascending(weights), alpha: ascending(alpha) };
}
