import type { ContentDigest } from "../download/download.ts";

/** A file inside an archive that a data set consists of. */
export interface OfficialFile {
  /** Name inside the archive's folder. */
  readonly name: string;
  /** Bytes. */
  readonly size?: number;
  /** SHA-256 of the bytes, where it is published. */
  readonly sha256?: string;
}

/** An official file whose bytes are known. */
export interface CheckedFile extends OfficialFile {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes. */
  readonly sha256: string;
}

/** A file that a data set is published as. */
export interface PublishedFile {
  /** Name that it is stored under. */
  readonly name: string;
  /** Address. */
  readonly url: string;
  /** Bytes, where they are known. */
  readonly size?: number;
  /** Hash of the bytes; the strongest that is published. */
  readonly digest: ContentDigest;
  /** Members that are unpacked; left out for a file that is kept as it is. */
  readonly members?: readonly OfficialFile[];
  /** True for a file that is fetched only on demand. */
  readonly optional?: boolean;
}

/** Three numbers: red, green, blue. */
export type Triple = readonly [number, number, number];

/**
 * All that is known of a data set before its files are read. It is the one source for channels, size and number of
 * classes: networks take them from here, by way of the prepared data set.
 */
export interface DatasetSpec {
  /** Name, such as `cifar10`. */
  readonly name: string;
  /** How its files are read. */
  readonly format: "cifar10" | "cifar100" | "svhn" | "image-archive";
  /** Number of classes; 0 where the files decide. */
  readonly classes: number;
  /** Class names in the order of the labels; left out where the files hold them. */
  readonly classNames?: readonly string[];
  /** Colour channels. */
  readonly channels: 3;
  /** Pixels a side of the images that a network sees. */
  readonly size: number;
  /**
   * `square`: every image is stored with `size` pixels a side. `free`: images keep their aspect, and training crops
   * them at random as is done with ImageNet.
   */
  readonly layout: "square" | "free";
  /** Mean of the 0..1 pixels of the training images by channel, as published with the method. */
  readonly mean: Triple;
  /** Standard deviation of the same pixels. */
  readonly std: Triple;
  /** Training and test images of the official files; left out where the user's own decide. */
  readonly images?: { readonly train: number; readonly test: number };
  /** What it is published as; empty for images of the user's own. */
  readonly files: readonly PublishedFile[];
}
