import type { Triple } from "../catalogue/spec.ts";
import type { PixelStep } from "../pixels/pixel_steps.ts";

/** Content of `dataset.json` in a prepared data set. */
export interface DatasetManifest {
  /** Name, such as `cifar10`. */
  readonly name: string;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** Side in pixels of a network's input. */
  readonly size: number;
  readonly channels: 3;
  /** `square`: images are stored with `size` pixels a side; `free`: they keep their aspect. */
  readonly layout: "square" | "free";
  /** Steps from an image of the files to the stored one; missing where another program than `split` made the data set. */
  readonly steps?: readonly PixelStep[] | undefined;
  /** Mean of the 0..1 pixels by channel. */
  readonly mean: Triple;
  /** Standard deviation of the 0..1 pixels by channel. */
  readonly std: Triple;
  /** Padding of the random crop in pixels; 0 for the layout `free`. */
  readonly pad: number;
  readonly train: number;
  readonly test: number;
  /** Description of the images, for every result made with them. */
  readonly statement: string;
}

/** Content of `dataset.json` as the stage `split` writes it; training and evaluation do not read `files`. */
export interface DatasetDescription extends DatasetManifest {
  readonly files: FileAccount;
}

/** Numbers of images in the files of a data set. */
export interface FileAccount {
  /** Training images of each class in the files, chosen or not, in the order of the labels. */
  readonly train: readonly number[];
  /** Test images of each class in the files. */
  readonly test: readonly number[];
  /** Numbers of files and folders that were not taken, by kind, such as `hidden files`. */
  readonly passedOver: Readonly<Record<string, number>>;
}

/** Content of `split.json` in a prepared data set. */
export interface DatasetSplit {
  /** Positions of the training images that train the weights. */
  readonly weights: readonly number[];
  /** Positions of the training images that train the architecture. */
  readonly alpha: readonly number[];
}
