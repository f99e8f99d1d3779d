/** Content of `dataset.json` in a prepared data set. */
export interface DatasetManifest {
  /** Name, such as `cifar10`. */
  readonly name: string;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** Pixels a side. */
  readonly size: number;
  /** Colour channels. */
  readonly channels: 3;
  /** Mean of the 0..1 pixels by channel. */
  readonly mean: readonly [number, number, number];
  /** Standard deviation of the 0..1 pixels by channel. */
  readonly std: readonly [number, number, number];
  /** Padding of the random crop in pixels. */
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
  /** Positions in `train.safetensors` of the images that train the weights. */
  readonly weights: readonly number[];
  /** Positions in `train.safetensors` of the images that train the architecture. */
  readonly alpha: readonly number[];
  /** Positions in `test.safetensors`. */
  readonly test: readonly number[];
}
