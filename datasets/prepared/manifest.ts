import type { Triple } from "../catalogue/spec.ts";

/** Content of `dataset.json` in a prepared data set. */
export interface DatasetManifest {
  /** Name, such as `cifar10`. */
  readonly name: string;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** Pixels a side that a network sees. */
  readonly size: number;
  /** Colour channels. */
  readonly channels: 3;
  /** `square`: images are stored with `size` pixels a side; `free`: they keep their aspect. */
  readonly layout: "square" | "free";
  /** Mean of the 0..1 pixels by channel. */
  readonly mean: Triple;
  /** Standard deviation of the 0..1 pixels by channel. */
  readonly std: Triple;
  /** Padding of the random crop in pixels; 0 for the layout `free`. */
  readonly pad: number;
  /** Training images. */
  readonly train: number;
  /** Test images. */
  readonly test: number;
  /** What the data set is, for every result made with it. */
  readonly statement: string;
}

/** Content of `split.json` in a prepared data set. */
export interface DatasetSplit {
  /** Positions of the training images that train the weights. */
  readonly weights: readonly number[];
  /** Positions of the training images that train the architecture. */
  readonly alpha: readonly number[];
}
