import { positionsByClass } from "./subset.ts";

/** Positions of the training images by their use in a search. */
export interface SearchSplit {
  /** Images that train the weights. */
  readonly weights: readonly number[];
  /** Images that train the architecture. */
  readonly alpha: readonly number[];
}

/**
 * Divides images between weights and architecture, both in file order.
 *
 * By position: the first `floor(portion * count)` images train the weights, the rest the architecture
 * (docs/method.md section 4: first and second half of the files).
 *
 * By class: the same within each class. While fewer than `floor(portion * count)` images train the weights, the first
 * classes with a remainder give one more. So both sides hold the classes in the same proportions.
 *
 * @throws {RangeError} If one side would be empty.
 */
export function splitForSearch(
  labels: ArrayLike<number>,
  { portion, classes }: {
    /** Share of the images that trains the weights, 0..1. */
    readonly portion: number;
    /** Number of classes; undefined to divide by position alone, as the published code does. */
    readonly classes?: number;
  },
): SearchSplit {
  const count = Math.floor(portion * labels.length);
  if (!(count > 0 && count < labels.length)) {
    throw new RangeError(
      `Expected images on both sides but found a portion of ${portion} of ${labels.length} training images`,
    );
  }
  const taken = new Uint8Array(labels.length);
  if (classes === undefined) taken.fill(1, 0, count);
  else {
    const groups = positionsByClass(labels, classes);
    const shares = groups.map((group) => Math.floor(portion * group.length));
    let left = count - shares.reduce((sum, share) => sum + share, 0);
    groups.forEach((group, index) => {
      const more = left > 0 && portion * group.length > shares[index]! ? 1 : 0;
      left -= more;
      for (const at of group.slice(0, shares[index]! + more)) taken[at] = 1;
    });
  }
  const positions = Array.from({ length: labels.length }, (_, at) => at);
  return {
    weights: positions.filter((at) => taken[at] === 1),
    alpha: positions.filter((at) => taken[at] === 0),
  };
}
