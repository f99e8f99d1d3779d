import type { DataFacts } from "./facts.ts";

/** Size of a data set, for an estimate. */
export interface DataSize {
  readonly train: number;
  /** Training images that train the weights in a search. */
  readonly weights: number;
  /** Training images that train the architecture. */
  readonly alpha: number;
  readonly classes: number;
  readonly size: number;
}

/** Size of a data set before it is there; undefined where the number of images depends on files of the user. */
export function dataSize(data: DataFacts | undefined): DataSize | undefined {
  if (data?.images === undefined) return undefined;
  const { images: { train, weights, alpha }, classes, size } = data;
  // Where the files decide, the largest published number: the classifier costs little.
  return { train, weights, alpha, classes: classes ?? 1000, size };
}
