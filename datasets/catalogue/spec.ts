import type { ContentDigest } from "../download/download.ts";

/** A file inside an archive that a data set consists of. */
export interface OfficialFile {
  /** Name inside the archive's folder. */
  readonly name: string;
  /** In bytes. */
  readonly size?: number;
  /** Hash of the bytes in hex. */
  readonly sha256?: string;
  /** True for a file that an archive may lack. */
  readonly optional?: boolean;
}

/** An official file with known bytes. */
export interface CheckedFile extends OfficialFile {
  /** In bytes. */
  readonly size: number;
  /** Hash of the bytes in hex. */
  readonly sha256: string;
}

/** A published file of a data set. */
export interface PublishedFile {
  /** Name of the stored file. */
  readonly name: string;
  /** Address: http, https or file. */
  readonly url: string;
  /** In bytes, if known. */
  readonly size?: number;
  /** The strongest published hash. */
  readonly digest: ContentDigest;
  /** Members to unpack; undefined for a file that is kept whole. */
  readonly members?: readonly OfficialFile[];
  /** Form of a file that is kept whole, which is checked after the download; undefined for any bytes. */
  readonly form?: "archive" | "mat5";
  /** True for a file that is downloaded only on demand. */
  readonly optional?: boolean;
}

/** Three numbers: red, green, blue. */
export type Triple = readonly [number, number, number];

/**
 * A data set as it is known before its files are read. The only source of channels, size and number of classes:
 * networks read them from here, through the prepared data set.
 */
export interface DatasetSpec {
  /** Name, such as `cifar10`. */
  readonly name: string;
  /** Number of classes; 0 if the files decide. */
  readonly classes: number;
  /** Class names in the order of the labels; undefined if the files hold them. */
  readonly classNames?: readonly string[];
  /** Red, green and blue; a reader of grey images writes each value three times. */
  readonly channels: 3;
  /** Pixels a side of the images that a network sees. */
  readonly size: number;
  /**
   * `square`: every image is stored with `size` pixels a side. `free`: images keep their aspect, and training crops
   * them at random as for ImageNet.
   */
  readonly layout: "square" | "free";
  /** Mean of the 0..1 pixels of the training images by channel, as published with the method. */
  readonly mean: Triple;
  /** Standard deviation of the same pixels. */
  readonly std: Triple;
  /** Counts in the official files; undefined if the user's files decide. */
  readonly images?: { readonly train: number; readonly test: number };
  /** Counts of each class in the official files; a number for the same of every class, undefined if they are not known. */
  readonly perClass?: {
    readonly train: number | readonly number[];
    readonly test: number | readonly number[];
  };
  /** True if the files hold a folder for each class, of which the parameter `classes` of `download` may name some. */
  readonly classFolders?: boolean;
  /** True if images of any size are shrunk to `size` pixels a side, for a square layout; else others are refused. */
  readonly squash?: boolean;
  /** Published files; empty if the user's own `files` or `folder` are the only source. */
  readonly files: readonly PublishedFile[];
}
