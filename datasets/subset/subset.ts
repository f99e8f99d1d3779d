import { randomStream } from "../../engine/philox.ts";
import { evenShares } from "./even_shares.ts";

/** Positions of each class, in file order. */
export function positionsByClass(
  labels: ArrayLike<number>,
  classes: number,
): number[][] {
  const positions: number[][] = Array.from({ length: classes }, () => []);
  for (let at = 0; at < labels.length; at++) {
    const own = positions[labels[at]!];
    if (own === undefined) {
      throw new RangeError(
        `Expected a label from 0 to ${classes - 1} but found ${
          labels[at]
        } at position ${at}`,
      );
    }
    own.push(at);
  }
  return positions;
}

/**
 * Chooses a subset of images, in file order.
 *
 * Stratified: of each class, the first images of a random order that depends only on the seed, the name and the class.
 * So a larger subset contains every smaller one of the same seed. Not stratified: the same with all images as one
 * class.
 *
 * @throws {RangeError} If there are fewer images.
 *
 * @example Two of each of two classes
 * ```ts
 * import { chooseSubset } from "./subset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = [0, 0, 0, 1, 1, 1];
 * const chosen = chooseSubset(labels, { count: 4, classes: 2, stratified: true, seed: 0, name: "train" });
 * assertEquals(chosen.filter((at) => labels[at] === 0).length, 2);
 * ```
 */
export function chooseSubset(
  labels: ArrayLike<number>,
  { count, classes, classNames, stratified, seed, name }: {
    readonly count: number | "all";
    readonly classes: number;
    /** Names of the classes, for errors. */
    readonly classNames?: readonly string[] | undefined;
    /** True for the same number of every class. */
    readonly stratified: boolean;
    readonly seed: number;
    /** Name of the whole, such as `train`, for the random stream and errors. */
    readonly name: string;
  },
): number[] {
  if (count === "all") {
    return Array.from({ length: labels.length }, (_, at) => at);
  }
  if (count > labels.length) {
    throw new RangeError(
      `Expected at most ${labels.length} images but found ${count} in ${name}`,
    );
  }
  const groups = stratified
    ? positionsByClass(labels, classes)
    : [Array.from({ length: labels.length }, (_, at) => at)];
  const shares = evenShares(count, groups.length);
  const chosen = groups.flatMap((group, index) => {
    const share = shares[index]!;
    if (share > group.length) {
      throw new RangeError(
        `Expected at most ${group.length} images of class ${
          classNames?.[index] ?? index
        } but found a share of ${share} in ${name}: ` +
          `${count} images over ${classes} classes`,
      );
    }
    const order = randomStream({
      seed,
      stream: `subset.${name}`,
      sample: index,
    }).permutation(group.length);
    return Array.from(order.subarray(0, share), (at) => group[at]!);
  });
  return chosen.sort((a, b) => a - b);
}
