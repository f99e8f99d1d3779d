import type { CheckedFile, DatasetSpec, Triple } from "./spec.ts";

/** Names of the ten classes in the order of their labels. */
export const CIFAR10_CLASSES: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

const SIZE = 30_730_000;

/** Training files in file order. */
export const CIFAR10_TRAIN_FILES: readonly CheckedFile[] = [
  {
    name: "data_batch_1.bin",
    size: SIZE,
    sha256: "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
  },
  {
    name: "data_batch_2.bin",
    size: SIZE,
    sha256: "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
  },
  {
    name: "data_batch_3.bin",
    size: SIZE,
    sha256: "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
  },
  {
    name: "data_batch_4.bin",
    size: SIZE,
    sha256: "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
  },
  {
    name: "data_batch_5.bin",
    size: SIZE,
    sha256: "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
  },
];

export const CIFAR10_TEST_FILE: CheckedFile = {
  name: "test_batch.bin",
  size: SIZE,
  sha256: "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
};

/** The six files of records, training files first. */
export const CIFAR10_FILES: readonly CheckedFile[] = [
  ...CIFAR10_TRAIN_FILES,
  CIFAR10_TEST_FILE,
];

/** File of the class names. */
export const CIFAR10_META_FILE = "batches.meta.txt";

/** Text of {@linkcode CIFAR10_META_FILE}: a name a line and an empty last line. */
export const CIFAR10_META: string =
  CIFAR10_CLASSES.map((name) => `${name}\n`).join("") + "\n";

/**
 * Mean of the 0..1 pixels of the training images by channel (red, green, blue), as published with DARTS and
 * used by the papers that follow it.
 */
export const CIFAR10_MEAN: Triple = [
  0.49139968,
  0.48215827,
  0.44653124,
];

/** Standard deviation of the 0..1 pixels of the training images by channel. */
export const CIFAR10_STD: Triple = [
  0.24703233,
  0.24348505,
  0.26158768,
];

/** CIFAR-10 (Krizhevsky 2009). */
export const CIFAR10: DatasetSpec = {
  name: "cifar10",
  format: "cifar10",
  classes: 10,
  classNames: CIFAR10_CLASSES,
  channels: 3,
  size: 32,
  layout: "square",
  images: { train: 50_000, test: 10_000 },
  mean: CIFAR10_MEAN,
  std: CIFAR10_STD,
  files: [{
    name: "cifar-10-binary.tar.gz",
    url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    size: 170_052_171,
    digest: {
      algorithm: "sha256",
      hex: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    },
    members: CIFAR10_FILES,
  }],
};
